package dev.herald.access;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import java.security.Key;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.NamedParameterSpec;

/** How tokens are signed (RFC 7518, section 3; RFC 8037). A key has exactly one, so that a token cannot choose. */
enum TokenAlgorithm {
    HS256(JWSAlgorithm.HS256),
    RS256(JWSAlgorithm.RS256),
    ES256(JWSAlgorithm.ES256),
    EDDSA(JWSAlgorithm.EdDSA);

    /** Bits of an RSA modulus, at least (RFC 7518, section 3.3) and at most: a larger one costs too much to check. */
    private static final int RSA_BITS_MIN = 2_048;

    private static final int RSA_BITS_MAX = 8_192;

    private final JWSAlgorithm wire;

    TokenAlgorithm(JWSAlgorithm wire) {
        this.wire = wire;
    }

    JWSAlgorithm wire() {
        return wire;
    }

    String wireName() {
        return wire.getName();
    }

    /** The algorithm of a public or private key. @throws IllegalArgumentException for a key that is not allowed */
    static TokenAlgorithm of(Key key) {
        boolean isAllowed = switch (key) {
            case RSAKey rsa ->
                rsa.getModulus().bitLength() >= RSA_BITS_MIN && rsa.getModulus().bitLength() <= RSA_BITS_MAX;
            case ECKey elliptic -> Curve.P_256.equals(Curve.forECParameterSpec(elliptic.getParams()));
            case EdECKey edwards -> edwards.getParams().getName().equals(NamedParameterSpec.ED25519.getName());
            default -> false;
        };
        if (!isAllowed) {
            throw new IllegalArgumentException("a key is RSA of " + RSA_BITS_MIN + " to " + RSA_BITS_MAX
                    + " bits, elliptic on the curve P-256, or Ed25519");
        }
        return key instanceof RSAKey ? RS256 : key instanceof ECKey ? ES256 : EDDSA;
    }
}
