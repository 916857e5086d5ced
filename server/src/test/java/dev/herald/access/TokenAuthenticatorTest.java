package dev.herald.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import dev.herald.event.EventType;
import dev.herald.event.ProjectId;
import dev.herald.journal.ManualClock;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

final class TokenAuthenticatorTest {
    private static final long NOW = ManualClock.START_MILLIS / 1_000;
    private static final KeyPair RSA = Keys.rsa(2_048);
    private static final TokenMint MINT = TokenMint.ofSecret(Keys.SECRET);

    private final ManualClock clock = new ManualClock();
    private final TokenAuthenticator tokens =
            new TokenAuthenticator(TokenKey.secret(Keys.SECRET), TokenRules.NONE, clock);

    static Stream<KeyPair> pairs() {
        return Stream.of(RSA, Keys.elliptic("secp256r1"), Keys.edwards());
    }

    @Test
    void acceptsWhatTheSecretSigned() {
        TokenClaims claims = new TokenClaims(
                "ann",
                List.of("a", "b"),
                Set.of(Role.AGENT, Role.VIEWER),
                List.of("auto_commit", "commit"),
                "bot",
                null,
                null,
                60);

        Grant grant = accepted(tokens, MINT.mint(claims, clock));

        assertThat(grant.subject()).isEqualTo("ann");
        assertThat(grant.roles()).containsExactlyInAnyOrder(Role.AGENT, Role.VIEWER);
        assertThat(grant.agentId()).isEqualTo("bot");
        assertThat(grant.expiresEpochMillis()).isEqualTo((NOW + 60) * 1_000);
        assertThat(grant.reach().projects()).containsExactlyInAnyOrder(new ProjectId("a"), new ProjectId("b"));
        assertThat(grant.reach().types())
                .extracting(EventType::wireName)
                .containsExactlyInAnyOrder("auto_commit_start", "auto_commit_result", "auto_commit_error", "commit");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void acceptsWhatThePrivateHalfSignedAndNothingElse(KeyPair pair) {
        TokenAuthenticator ours = new TokenAuthenticator(TokenKey.pem(Keys.publicPem(pair)), TokenRules.NONE, clock);
        String token = Keys.mint(pair).mint(claims(), "some/../kid' OR 1=1");

        assertThat(accepted(ours, token).subject()).isEqualTo("ann");
        assertThat(accepted(ours, token)).as("again, from memory").isEqualTo(accepted(ours, token));
        assertThat(failed(ours, altered(token, token.length() - 10))).contains("signature does not hold");
        assertThat(failed(ours, altered(token, token.indexOf('.') + 10))).contains("signature does not hold");
        assertThat(failed(ours, MINT.mint(claims(), null))).contains("another algorithm");
        KeyPair others = pair == RSA
                ? Keys.rsa(2_048)
                : pair.getPublic().getAlgorithm().equals("EC") ? Keys.elliptic("secp256r1") : Keys.edwards();
        assertThat(failed(ours, Keys.mint(others).mint(claims(), null))).contains("signature does not hold");
    }

    @Test
    void publicKeyIsNoSecret() throws Exception {
        TokenAuthenticator ours = new TokenAuthenticator(TokenKey.pem(Keys.publicPem(RSA)), TokenRules.NONE, clock);
        for (byte[] guess : List.of(
                Keys.publicPem(RSA).getBytes(StandardCharsets.US_ASCII),
                Keys.publicPem(RSA).strip().getBytes(StandardCharsets.US_ASCII),
                RSA.getPublic().getEncoded())) {
            String signed = new JWSHeader(JWSAlgorithm.HS256).toBase64URL() + "."
                    + Base64URL.encode("{\"sub\":\"ann\",\"exp\":" + (NOW + 60) + "}");
            Base64URL signature = new MACSigner(guess)
                    .sign(new JWSHeader(JWSAlgorithm.HS256), signed.getBytes(StandardCharsets.US_ASCII));
            assertThat(failed(ours, signed + "." + signature)).contains("another algorithm");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> TokenKey.secret(Keys.publicPem(RSA)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\"}",
                "{\"alg\":\"None\"}",
                "{\"alg\":\"NONE\",\"typ\":\"JWT\"}",
                "{\"alg\":\"\"}",
                "{\"alg\":null}",
                "{}",
                "[]",
                "{\"alg\":\"HS256\",\"alg\":\"none\"}",
                "{\"alg\":\"HS512\"}",
                "{\"alg\":\"hs256\"}",
                "{\"alg\":\"RSA-OAEP\",\"enc\":\"A128GCM\"}",
                "{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":false}",
                "{\"alg\":\"HS256\",\"crit\":[\"exp\"]}",
                "{\"alg\":\"HS256\",\"cty\":\"JWT\"}",
                "{\"alg\":\"HS256\",\"typ\":\"logout+jwt\"}",
                "{\"alg\":\"HS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}}"
            })
    void headersOfOtherKindsAreRefusedAlsoWhenSigned(String header) throws Exception {
        String signed = Base64URL.encode(header) + "." + Base64URL.encode(json(claims()));
        Base64URL signature = new MACSigner(Keys.SECRET)
                .sign(new JWSHeader(JWSAlgorithm.HS256), signed.getBytes(StandardCharsets.US_ASCII));

        failed(tokens, signed + "." + signature);
        failed(tokens, signed + ".");
        failed(tokens, signed + ".AAAA");
    }

    @Test
    void whereTheTokenSaysItsKeyIsLeadsNowhere() {
        KeyPair attackers = Keys.rsa(2_048);
        TokenAuthenticator ours = new TokenAuthenticator(TokenKey.pem(Keys.publicPem(RSA)), TokenRules.NONE, clock);
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .jwkURL(java.net.URI.create("http://127.0.0.1:1/jwks"))
                .x509CertURL(java.net.URI.create("file:///etc/passwd"))
                .jwk(new com.nimbusds.jose.jwk.RSAKey.Builder(
                                (java.security.interfaces.RSAPublicKey) attackers.getPublic())
                        .build())
                .keyID("../../../../dev/null")
                .build();

        assertThat(failed(ours, Keys.mint(attackers).sign(header, json(claims()))))
                .contains("signature does not hold");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "a.b", "..", "a..c", ".b.c", "a.b.c.d", "a.b.c.d.e", "a.b.c=", "a.b .c", "a.b.ü", "a\nb.c.d"
            })
    void whatIsNoSignedTokenIsRefused(String token) {
        failed(tokens, token);
    }

    @Test
    void nestedAndEncryptedTokensAreRefused() {
        String inner = MINT.mint(claims(), null);
        JWSHeader nested =
                new JWSHeader.Builder(JWSAlgorithm.HS256).contentType("JWT").build();

        assertThat(failed(tokens, MINT.sign(nested, inner))).contains("another token");
        assertThat(failed(tokens, MINT.sign(new JWSHeader(JWSAlgorithm.HS256), inner)))
                .contains("no JSON object");
        assertThat(failed(tokens, "a.b.c.d.e")).contains("JWE");
    }

    @Test
    void tooLongTokenIsRefusedUnseenAndTheLongestIsTaken() {
        Map<String, Object> claims = claims();
        claims.put("pad", "");
        int spare =
                TokenAuthenticator.TOKEN_LENGTH_MAX - MINT.mint(claims, null).length();
        claims.put("pad", "x".repeat(spare * 3 / 4 - 4));
        String longest = MINT.mint(claims, null);
        claims.put("pad", "x".repeat(spare));

        assertThat(longest.length())
                .isBetween(TokenAuthenticator.TOKEN_LENGTH_MAX - 10, TokenAuthenticator.TOKEN_LENGTH_MAX);
        accepted(tokens, longest);
        assertThat(failed(tokens, MINT.mint(claims, null))).contains("more than 8192 characters");
    }

    @Test
    void noTokenIsMissing() {
        assertThat(denied(tokens, null).reason()).isEqualTo(Verdict.Reason.MISSING);
        assertThat(denied(tokens, "").reason()).isEqualTo(Verdict.Reason.MISSING);
    }

    @Test
    void endedTokenIsTakenForTheLeewayAndNoLonger() {
        Map<String, Object> claims = claims();
        claims.put("exp", NOW);
        String token = MINT.mint(claims, null);

        assertThat(accepted(tokens, token).expiresEpochMillis()).isEqualTo((NOW + 30) * 1_000);
        clock.advance(29_999);
        assertThat(accepted(tokens, token).expiresEpochMillis()).isEqualTo((NOW + 30) * 1_000);
        clock.advance(1);
        assertThat(denied(tokens, token).reason()).isEqualTo(Verdict.Reason.EXPIRED);
    }

    @Test
    void rememberedTokenEndsWithTheToken() {
        String token = MINT.mint(claims(), null);
        assertThat(accepted(tokens, token).expiresEpochMillis()).isEqualTo((NOW + 60) * 1_000);

        clock.advance(60_000);
        assertThat(accepted(tokens, token).expiresEpochMillis()).isEqualTo((NOW + 90) * 1_000);
        clock.advance(30_000);
        assertThat(denied(tokens, token).reason()).isEqualTo(Verdict.Reason.EXPIRED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nbf", "iat"})
    void futureTokenIsTakenWithinTheLeewayAlone(String claim) {
        Map<String, Object> claims = claims();
        claims.put(claim, NOW + 30);
        accepted(tokens, MINT.mint(claims, null));
        claims.put(claim, NOW + 31);
        String early = MINT.mint(claims, null);

        assertThat(failed(tokens, early)).contains("(" + claim + ")");
        clock.advance(1_000);
        accepted(tokens, early);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"exp\":EXP} | no sub",
                "{\"sub\":\"\",\"exp\":EXP} | no sub",
                "{\"sub\":7,\"exp\":EXP} | no sub",
                "{\"sub\":null,\"exp\":EXP} | no sub",
                "{\"sub\":\"a\\u0000b\",\"exp\":EXP} | control",
                "{\"sub\":\"a\\r\\nb\",\"exp\":EXP} | control",
                "{\"sub\":\"ann\"} | no exp",
                "{\"sub\":\"ann\",\"exp\":null} | no exp",
                "{\"sub\":\"ann\",\"exp\":\"EXP\"} | seconds since 1970",
                "{\"sub\":\"ann\",\"exp\":EXP000} | seconds since 1970",
                "{\"sub\":\"ann\",\"exp\":-1} | seconds since 1970",
                "{\"sub\":\"ann\",\"exp\":1e300} | seconds since 1970",
                "{\"sub\":\"ann\",\"exp\":EXP,\"nbf\":\"x\"} | nbf",
                "{\"sub\":\"ann\",\"exp\":EXP,\"projects\":\"*\"} | projects is an array",
                "{\"sub\":\"ann\",\"exp\":EXP,\"projects\":[\"*\",\"a\"]} | projects are ids",
                "{\"sub\":\"ann\",\"exp\":EXP,\"projects\":[\"a/b\"]} | projects are ids",
                "{\"sub\":\"ann\",\"exp\":EXP,\"projects\":[1]} | projects are ids",
                "{\"sub\":\"ann\",\"exp\":EXP,\"projects\":[null]} | projects are ids",
                "{\"sub\":\"ann\",\"exp\":EXP,\"roles\":\"admin\"} | roles is an array",
                "{\"sub\":\"ann\",\"exp\":EXP,\"event_types\":{}} | event_types is an array",
                "{\"sub\":\"ann\",\"exp\":EXP,\"agent_id\":\"a b\"} | agent_id",
                "{\"sub\":\"ann\",\"sub\":\"bob\",\"exp\":EXP} | twice",
                "{\"sub\":\"ann\",\"exp\":1,\"exp\":EXP} | twice",
                "{\"sub\":\"ann\",\"exp\":EXP | no JSON object",
                "[] | no JSON object",
                "[[\"sub\",\"ann\"],[\"exp\",EXP]] | no JSON object",
                "{\"sub\":\"ann\",\"exp\":EXP} {} | no JSON object"
            })
    void claimsThatDoNotHoldAreRefusedWithTheReason(String claims, String reason) {
        String token = MINT.sign(new JWSHeader(JWSAlgorithm.HS256), claims.replace("EXP", "" + (NOW + 60)));

        assertThat(failed(tokens, token)).contains(reason);
    }

    @Test
    void subjectHasALimit() {
        Map<String, Object> claims = claims();
        claims.put("sub", "s".repeat(256));
        accepted(tokens, MINT.mint(claims, null));
        claims.put("sub", "s".repeat(257));
        assertThat(failed(tokens, MINT.mint(claims, null))).contains("at most 256");
    }

    @Test
    void unknownNamesGrantNothing() {
        Map<String, Object> claims = claims();
        claims.put("roles", List.of("root", "viewer", 7));
        claims.put("event_types", List.of("everything", 7));

        Grant grant = accepted(tokens, MINT.mint(claims, null));

        assertThat(grant.roles()).containsExactly(Role.VIEWER);
        assertThat(grant.reach().isEveryType()).isFalse();
        assertThat(grant.reach().types()).isEmpty();
        assertThat(grant.reach().projects()).isEmpty();
    }

    @Test
    void audienceAndIssuerAreLookedAtWhereConfigured() {
        TokenAuthenticator strict =
                new TokenAuthenticator(TokenKey.secret(Keys.SECRET), new TokenRules("herald", "us"), clock);
        Map<String, Object> claims = claims();
        claims.put("iss", "us");
        assertThat(failed(strict, MINT.mint(claims, null))).contains("(aud)");
        claims.put("aud", "heralds");
        assertThat(failed(strict, MINT.mint(claims, null))).contains("(aud)");
        claims.put("aud", List.of("x", "herald"));
        accepted(strict, MINT.mint(claims, null));
        claims.put("aud", "herald");
        accepted(strict, MINT.mint(claims, null));
        claims.put("iss", "them");
        assertThat(failed(strict, MINT.mint(claims, null))).contains("(iss)");
        claims.remove("iss");
        assertThat(failed(strict, MINT.mint(claims, null))).contains("(iss)");
    }

    @Test
    void weakAndForeignKeysAreNotTaken() {
        assertThatIllegalArgumentException().isThrownBy(() -> TokenKey.pem(Keys.publicPem(Keys.rsa(1_024))));
        assertThatIllegalArgumentException().isThrownBy(() -> TokenKey.pem(Keys.publicPem(Keys.elliptic("secp384r1"))));
        assertThatIllegalArgumentException().isThrownBy(() -> TokenKey.secret("s".repeat(31)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenKey.pem(Keys.privatePem(RSA)))
                .withMessageContaining("private key");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenKey.pem(Keys.pem("RSA PUBLIC KEY", new byte[8])))
                .withMessageContaining("openssl");
    }

    @Test
    void nothingOfATokenIsToldToAnybody() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> heard = new ListAppender<>();
        Level before = root.getLevel();
        heard.start();
        root.setLevel(Level.TRACE);
        root.addAppender(heard);
        try {
            Map<String, Object> claims = claims();
            claims.put("sub", "marker-in-the-claims\u0001");
            String token = MINT.mint(claims, "marker-in-the-kid");
            for (String shown : List.of(token, token + "x", token.substring(4), token.replace('.', '-'))) {
                Verdict.Denied denied = denied(tokens, shown);
                assertThat(denied.toString()).doesNotContain("marker").doesNotContain(shown.substring(2, 20));
            }
            assertThat(heard.list)
                    .noneSatisfy(line -> assertThat(line.getFormattedMessage()).contains("marker"));
        } finally {
            root.detachAppender(heard);
            root.setLevel(before);
        }
    }

    private static Map<String, Object> claims() {
        Map<String, Object> claims = new HashMap<>();
        claims.put("sub", "ann");
        claims.put("exp", NOW + 60);
        return claims;
    }

    private static String json(Map<String, Object> claims) {
        return com.nimbusds.jose.util.JSONObjectUtils.toJSONString(claims);
    }

    private static String altered(String token, int at) {
        char other = token.charAt(at) == 'A' ? 'B' : 'A';
        return token.substring(0, at) + other + token.substring(at + 1);
    }

    private static Grant accepted(Authenticator authenticator, String token) {
        return switch (authenticator.check(token).join()) {
            case Verdict.Accepted accepted -> accepted.grant();
            case Verdict.Denied denied -> throw new AssertionError(denied.toString());
        };
    }

    private static Verdict.Denied denied(Authenticator authenticator, @org.jspecify.annotations.Nullable String token) {
        return switch (authenticator.check(token).join()) {
            case Verdict.Accepted accepted -> throw new AssertionError("was accepted: " + accepted.grant());
            case Verdict.Denied denied -> denied;
        };
    }

    private static String failed(Authenticator authenticator, String token) {
        Verdict.Denied denied = denied(authenticator, token);
        assertThat(denied.reason()).isEqualTo(Verdict.Reason.FAILED);
        return denied.detail();
    }
}
