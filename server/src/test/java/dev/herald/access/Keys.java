package dev.herald.access;

import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/** Fresh keys for tests, in the forms that configuration and key sets have. */
final class Keys {
    static final String SECRET = "thirty-two bytes and a few more of secret";

    private Keys() {}

    static KeyPair rsa(int bits) {
        return pair("RSA", generator -> generator.initialize(bits));
    }

    static KeyPair elliptic(String curve) {
        return pair("EC", generator -> generator.initialize(new ECGenParameterSpec(curve)));
    }

    static KeyPair edwards() {
        return pair("Ed25519", generator -> {});
    }

    private interface Setup {
        void apply(KeyPairGenerator generator) throws GeneralSecurityException;
    }

    private static KeyPair pair(String algorithm, Setup setup) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            setup.apply(generator);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException unsupported) {
            throw new AssertionError(unsupported);
        }
    }

    static String publicPem(KeyPair pair) {
        return pem("PUBLIC KEY", pair.getPublic().getEncoded());
    }

    static String privatePem(KeyPair pair) {
        return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
    }

    static String pem(String label, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    static TokenMint mint(KeyPair pair) {
        return TokenMint.ofPem(privatePem(pair));
    }

    /** A member of a key set. @param more members besides the key itself, such as {@code "alg":"RS256"}; may be empty */
    static String published(KeyPair pair, String id, String more) {
        String key = switch (pair.getPublic()) {
            case RSAPublicKey rsa ->
                "\"kty\":\"RSA\",\"n\":\"" + number(rsa.getModulus(), 0) + "\",\"e\":\""
                        + number(rsa.getPublicExponent(), 0) + "\"";
            case ECPublicKey point ->
                "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\""
                        + number(point.getW().getAffineX(), 32) + "\",\"y\":\""
                        + number(point.getW().getAffineY(), 32) + "\"";
            case java.security.PublicKey edwards -> {
                byte[] encoded = edwards.getEncoded();
                byte[] raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
                yield "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + Base64URL.encode(raw) + "\"";
            }
        };
        return "{\"kid\":\"" + id + "\"," + key + (more.isEmpty() ? "" : "," + more) + "}";
    }

    static String set(String... members) {
        return "{\"keys\":[" + String.join(",", members) + "]}";
    }

    private static String number(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        int from = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        byte[] bare = Arrays.copyOfRange(bytes, from, bytes.length);
        byte[] padded = new byte[Math.max(length, bare.length)];
        System.arraycopy(bare, 0, padded, padded.length - bare.length, bare.length);
        return Base64URL.encode(padded).toString();
    }
}
