package dev.herald.lab.bench;

import dev.herald.access.Role;
import dev.herald.access.TokenAuthenticator;
import dev.herald.access.TokenClaims;
import dev.herald.access.TokenKey;
import dev.herald.access.TokenMint;
import dev.herald.access.TokenRules;
import dev.herald.access.Verdict;
import dev.herald.loop.Clock;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a check of a token costs, in this process, on one thread: when it is seen first, and again. */
final class Tokens {
    private static final int TOKENS = 200;
    private static final int ROUNDS = 60;
    private static final String SECRET = "a secret of more than thirty-two bytes";

    private Tokens() {}

    /** A line for each algorithm: medians over the rounds, of which the first third warm up. */
    static List<String> measure() {
        List<String> lines = new ArrayList<>();
        lines.add(line("HS256", TokenMint.ofSecret(SECRET), TokenKey.secret(SECRET)));
        lines.add(line("RS256", pair("RSA", 2_048)));
        lines.add(line("ES256", pair("EC", 256)));
        lines.add(line("EdDSA", pair("Ed25519", 0)));
        return lines;
    }

    private static String line(String algorithm, KeyPair pair) {
        TokenMint mint = TokenMint.ofPem(pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        return line(
                algorithm, mint, TokenKey.pem(pem("PUBLIC KEY", pair.getPublic().getEncoded())));
    }

    private static String line(String algorithm, TokenMint mint, TokenKey key) {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < TOKENS; i++) {
            TokenClaims claims = new TokenClaims(
                    "user-" + i, List.of("shop", "site"), Set.of(Role.VIEWER), null, null, null, null, 3_600);
            tokens.add(mint.mint(claims, Clock.system()));
        }
        List<Double> first = new ArrayList<>();
        List<Double> again = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            try (TokenAuthenticator authenticator = new TokenAuthenticator(key, TokenRules.NONE, Clock.system())) {
                double fresh = micros(authenticator, tokens);
                double known = micros(authenticator, tokens);
                if (round >= ROUNDS / 3) {
                    first.add(fresh);
                    again.add(known);
                }
            }
        }
        return String.format(
                Locale.ROOT,
                "%s: %.1f µs when seen first, %.2f µs again (medians of %d rounds of %d tokens)",
                algorithm,
                median(first),
                median(again),
                first.size(),
                TOKENS);
    }

    private static double micros(TokenAuthenticator authenticator, List<String> tokens) {
        long began = System.nanoTime();
        for (String token : tokens) {
            if (!(authenticator.check(token).join() instanceof Verdict.Accepted)) {
                throw new IllegalStateException("a token that was just made is refused");
            }
        }
        return (System.nanoTime() - began) / 1_000.0 / tokens.size();
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return Arrays.stream(sorted).skip(sorted.length / 2).findFirst().orElseThrow();
    }

    private static KeyPair pair(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (bits > 0) {
                generator.initialize(bits);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException unsupported) {
            throw new IllegalStateException("the platform has no " + algorithm, unsupported);
        }
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                + label + "-----\n";
    }
}
