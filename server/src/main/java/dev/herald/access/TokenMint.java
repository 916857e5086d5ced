package dev.herald.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.herald.loop.Clock;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes tokens that a server with the same secret, or the public half of the key, accepts. Any thread; tells no secret. */
public final class TokenMint {
    @FunctionalInterface
    private interface Signer {
        Base64URL sign(JWSHeader header, byte[] signed) throws JOSEException, GeneralSecurityException;
    }

    private final TokenAlgorithm algorithm;
    private final Signer signer;

    private TokenMint(TokenAlgorithm algorithm, Signer signer) {
        this.algorithm = algorithm;
        this.signer = signer;
    }

    /** HS256. @throws IllegalArgumentException for a secret below 32 bytes */
    public static TokenMint ofSecret(String secret) {
        return of(TokenKey.secretOf(secret));
    }

    /** With what a server checks tokens with; empty where that is public and cannot make one. */
    public static Optional<TokenMint> of(TokenKey key) {
        return key instanceof TokenKey.Secret secret ? Optional.of(of(secret)) : Optional.empty();
    }

    private static TokenMint of(TokenKey.Secret key) {
        return new TokenMint(TokenAlgorithm.HS256, (header, signed) -> new MACSigner(key.bytes()).sign(header, signed));
    }

    /**
     * RS256, ES256 or EdDSA, as the key is.
     *
     * @param pem a private key (PKCS#8, without a password)
     * @throws IllegalArgumentException for what is none, with the reason and without the text
     */
    public static TokenMint ofPem(String pem) {
        try {
            PrivateKey key = Pem.privateKey(pem);
            TokenAlgorithm algorithm = TokenAlgorithm.of(key);
            return new TokenMint(algorithm, signer(key, algorithm));
        } catch (GeneralSecurityException | JOSEException malformed) {
            throw new IllegalArgumentException("the PEM text holds no private key that can be read", malformed);
        }
    }

    private static Signer signer(PrivateKey key, TokenAlgorithm algorithm) throws JOSEException {
        return switch (algorithm) {
            case RS256 -> of(new RSASSASigner(key));
            case ES256 -> of(new ECDSASigner((ECPrivateKey) key));
            case EDDSA ->
                (header, signed) -> {
                    Signature signature = Signature.getInstance("Ed25519");
                    signature.initSign(key);
                    signature.update(signed);
                    return Base64URL.encode(signature.sign());
                };
            case HS256 -> throw new IllegalStateException("a private key does not sign with HS256");
        };
    }

    private static Signer of(JWSSigner signer) {
        return signer::sign;
    }

    /** The token, in compact form. */
    public String mint(TokenClaims claims, Clock clock) {
        return mint(members(claims, clock.epochMillis() / 1_000), null);
    }

    /** A token of any claims, for tests of what must be refused as well. */
    String mint(Map<String, Object> claims, @Nullable String keyId) {
        JWSHeader header = new JWSHeader.Builder(algorithm.wire())
                .type(JOSEObjectType.JWT)
                .keyID(keyId)
                .build();
        return sign(header, JSONObjectUtils.toJSONString(claims));
    }

    String sign(JWSHeader header, String payload) {
        String signed = header.toBase64URL() + "." + Base64URL.encode(payload);
        try {
            return signed + "." + signer.sign(header, signed.getBytes(StandardCharsets.US_ASCII));
        } catch (JOSEException | GeneralSecurityException unsupported) {
            throw new IllegalStateException("the platform cannot sign with " + algorithm.wireName(), unsupported);
        }
    }

    private static Map<String, Object> members(TokenClaims claims, long nowSeconds) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("sub", claims.subject());
        put(members, "iss", claims.issuer());
        put(members, "aud", claims.audience());
        members.put("iat", nowSeconds);
        members.put("exp", nowSeconds + claims.lifeSeconds());
        members.put("projects", claims.projects());
        members.put(
                "roles",
                claims.roles().stream()
                        .sorted(Comparator.naturalOrder())
                        .map(Role::wireName)
                        .toList());
        put(members, "event_types", claims.eventTypes());
        put(members, "agent_id", claims.agentId());
        return members;
    }

    private static void put(Map<String, Object> members, String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value);
        }
    }
}
