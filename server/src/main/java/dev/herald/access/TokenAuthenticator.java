package dev.herald.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.herald.loop.Clock;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Checks signed tokens (JWS in compact form, RFC 7515; JWT, RFC 7519) against the configured key. Any thread; never
 * blocks: where keys have to be fetched first, the answer comes later, on another thread.
 *
 * <p>The key says which algorithm is taken, never the token. What a token says about where its key is ({@code jku},
 * {@code x5u}, {@code jwk}, a {@code kid} that looks like a path) leads nowhere: a {@code kid} is compared with the names
 * of the keys that are there. Nothing of a token is in a verdict, an exception or a log.
 */
public final class TokenAuthenticator implements Authenticator, AutoCloseable {
    /** Characters of a token; a longer one is refused before it is looked at. */
    public static final int TOKEN_LENGTH_MAX = 8_192;
    /** Accepted tokens that are remembered. */
    static final int REMEMBERED_MAX = 4_096;
    /** Checks that wait for keys to be fetched; more are told to come again. */
    static final int WAITING_MAX = 1_000;

    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/jwt", "application/at+jwt");
    private static final Set<JWSAlgorithm> PUBLISHED =
            Set.of(TokenAlgorithm.RS256.wire(), TokenAlgorithm.ES256.wire(), TokenAlgorithm.EDDSA.wire());
    private static final Verdict.Denied MISSING = new Verdict.Denied(
            Verdict.Reason.MISSING,
            "a token is needed: send it as Authorization: Bearer, or as this transport takes it");
    private static final Verdict.Denied UNAVAILABLE = new Verdict.Denied(
            Verdict.Reason.UNAVAILABLE, "the keys that tokens are checked with cannot be had now: try again soon");
    private static final Verdict.Denied UNKNOWN_KEY =
            failed("the token is signed with a key that is not among the configured ones");

    private final KeySource source;
    private final ClaimsReader claims;
    private final Clock clock;
    private final TokenCache cache = new TokenCache(REMEMBERED_MAX);
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile @Nullable JWSHeader lastHeader;

    /** Keys that are published elsewhere are fetched from now on. */
    public TokenAuthenticator(TokenKey key, TokenRules rules, Clock clock) {
        this(
                switch (key) {
                    case TokenKey.Secret secret -> KeySource.fixed(secret.verification());
                    case TokenKey.Public one -> KeySource.fixed(one.verification());
                    case TokenKey.Published published ->
                        new PublishedKeys(published.address(), PublishedKeys.Limits.DEFAULT, clock);
                },
                rules,
                clock);
        source.refreshed();
    }

    TokenAuthenticator(KeySource source, TokenRules rules, Clock clock) {
        this.source = source;
        this.claims = new ClaimsReader(rules);
        this.clock = clock;
    }

    @Override
    public boolean isOpen() {
        return false;
    }

    @Override
    public CompletableFuture<Verdict> check(@Nullable String token) {
        if (token == null || token.isEmpty()) {
            return CompletableFuture.completedFuture(MISSING);
        }
        Verdict.Denied malformed = shapeFault(token);
        if (malformed != null) {
            return CompletableFuture.completedFuture(malformed);
        }
        TokenCache.Hash hash = TokenCache.Hash.of(token);
        KeySet keys = source.current();
        Verdict verdict = keys == null ? UNAVAILABLE : checked(token, hash, keys);
        return verdict == UNAVAILABLE || verdict == UNKNOWN_KEY
                ? later(token, hash)
                : CompletableFuture.completedFuture(verdict);
    }

    @Override
    public Optional<Verdict.Accepted> known(String token) {
        KeySet keys = source.current();
        if (keys == null || shapeFault(token) != null) {
            return Optional.empty();
        }
        long now = clock.epochMillis();
        return Optional.ofNullable(cache.find(keys, TokenCache.Hash.of(token), now))
                .map(accepted -> ClaimsReader.lasting(accepted, now));
    }

    /** Asks for newer keys, once, and checks again. */
    private CompletableFuture<Verdict> later(String token, TokenCache.Hash hash) {
        CompletableFuture<KeySource.Answer> asked = source.refreshed();
        if (!asked.isDone()) {
            if (waiting.incrementAndGet() > WAITING_MAX) {
                waiting.decrementAndGet();
                return CompletableFuture.completedFuture(UNAVAILABLE);
            }
            asked = asked.whenComplete((answer, failure) -> waiting.decrementAndGet());
        }
        return asked.thenApply(answer -> {
            KeySet keys = answer.keys();
            Verdict verdict = keys == null ? UNAVAILABLE : checked(token, hash, keys);
            return verdict == UNKNOWN_KEY && !answer.isNewest() ? UNAVAILABLE : verdict;
        });
    }

    private Verdict checked(String token, TokenCache.Hash hash, KeySet keys) {
        long now = clock.epochMillis();
        Verdict.Accepted known = cache.find(keys, hash, now);
        if (known != null) {
            return ClaimsReader.lasting(known, now);
        }
        Verdict verdict = examined(token, keys, now);
        if (verdict instanceof Verdict.Accepted accepted) {
            cache.keep(keys, hash, accepted);
            return ClaimsReader.lasting(accepted, now);
        }
        return verdict;
    }

    private Verdict examined(String token, KeySet keys, long now) {
        int payloadAt = token.indexOf('.') + 1;
        int signatureAt = token.lastIndexOf('.') + 1;
        JWSHeader header;
        try {
            header = header(token.substring(0, payloadAt - 1));
        } catch (ParseException | IllegalArgumentException malformed) {
            return failed("the token's header is not one of a signed token");
        }
        Verdict.Denied wrong = headerFault(header);
        if (wrong != null) {
            return wrong;
        }
        List<VerificationKey> candidates = keys.candidates(header);
        if (candidates.isEmpty()) {
            boolean mayComeLater = source.isChanging() && PUBLISHED.contains(header.getAlgorithm());
            return mayComeLater
                    ? UNKNOWN_KEY
                    : failed("the token is signed with another algorithm than that of the configured key");
        }
        byte[] signed = token.substring(0, signatureAt - 1).getBytes(StandardCharsets.US_ASCII);
        if (!isSigned(header, signed, new Base64URL(token.substring(signatureAt)), candidates)) {
            return failed("the token's signature does not hold");
        }
        try {
            String payload = new Base64URL(token.substring(payloadAt, signatureAt - 1)).decodeToString();
            // The parser would take an array of pairs for an object.
            return payload.stripLeading().startsWith("{")
                    ? claims.read(JSONObjectUtils.parse(payload), now)
                    : failed("the token's claims are no JSON object");
        } catch (ParseException malformed) {
            return failed("the token's claims are no JSON object, or name one twice");
        }
    }

    /** Tokens of one issuer have the same header, so that the last one is usually the next one as well. */
    private JWSHeader header(String encoded) throws ParseException {
        JWSHeader known = lastHeader;
        if (known != null && encoded.contentEquals(known.getParsedBase64URL().toString())) {
            return known;
        }
        JWSHeader parsed = JWSHeader.parse(new Base64URL(encoded));
        lastHeader = parsed;
        return parsed;
    }

    private static boolean isSigned(
            JWSHeader header, byte[] signed, Base64URL signature, List<VerificationKey> candidates) {
        for (VerificationKey key : candidates) {
            try {
                if (key.check().holds(header, signed, signature)) {
                    return true;
                }
            } catch (JOSEException noSignatureOfThisKind) {
                continue;
            }
        }
        return false;
    }

    private static Verdict.@Nullable Denied headerFault(JWSHeader header) {
        if (header.getCriticalParams() != null) {
            return failed("the token has a crit header, and nothing that it could name is known here");
        }
        if (header.getContentType() != null) {
            return failed("the token holds another token (cty); send the inner one");
        }
        boolean isToken = header.getType() == null
                || TYPES.contains(header.getType().getType().toLowerCase(Locale.ROOT));
        return isToken ? null : failed("the token is of another kind (typ): one for access is JWT or at+jwt");
    }

    /** Looks at the characters alone, so that nothing large or strange comes before a parser. */
    private static Verdict.@Nullable Denied shapeFault(String token) {
        if (token.length() > TOKEN_LENGTH_MAX) {
            return failed("the token has more than " + TOKEN_LENGTH_MAX + " characters");
        }
        int dots = 0;
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            boolean isBase64 =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
            if (c == '.') {
                dots++;
            } else if (!isBase64) {
                return failed("the token has characters that no token has");
            }
        }
        if (dots == 4) {
            return failed("the token is encrypted (JWE), and only signed ones are taken");
        }
        boolean isWhole = dots == 2 && token.charAt(0) != '.' && !token.contains("..") && !token.endsWith(".");
        return isWhole ? null : failed("the token is not a signed one: three parts with dots between them");
    }

    private static Verdict.Denied failed(String detail) {
        return new Verdict.Denied(Verdict.Reason.FAILED, detail);
    }

    /** Ends the fetching of keys. */
    @Override
    public void close() {
        source.close();
    }
}
