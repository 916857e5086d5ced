package dev.herald.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * One key with its one algorithm. Any thread.
 *
 * @param id its name in a key set ({@code kid}), or null; a name is compared, and never used as anything else
 * @param content tells keys apart; no secret
 */
record VerificationKey(@Nullable String id, TokenAlgorithm algorithm, String content, Check check) {
    /** Whether a signature is this key's. */
    @FunctionalInterface
    interface Check {
        boolean holds(JWSHeader header, byte[] signed, Base64URL signature) throws JOSEException;
    }

    /** @throws IllegalArgumentException for a key that is not allowed */
    static VerificationKey of(@Nullable String id, PublicKey key) {
        TokenAlgorithm algorithm = TokenAlgorithm.of(key);
        String content = Base64.getEncoder().encodeToString(key.getEncoded());
        return new VerificationKey(id, algorithm, content, check(key));
    }

    boolean isSameAs(VerificationKey other) {
        return algorithm == other.algorithm && content.equals(other.content) && java.util.Objects.equals(id, other.id);
    }

    private static Check check(PublicKey key) {
        try {
            return switch (key) {
                case RSAPublicKey rsa -> new RSASSAVerifier(rsa)::verify;
                case ECPublicKey elliptic -> new ECDSAVerifier(elliptic)::verify;
                default -> (header, signed, signature) -> isEd25519(key, signed, signature.decode());
            };
        } catch (JOSEException unsupported) {
            throw new IllegalArgumentException("the platform cannot check with this kind of key", unsupported);
        }
    }

    /** The platform's own: the library would need another library for it (RFC 8032). */
    private static boolean isEd25519(PublicKey key, byte[] signed, byte[] signature) throws JOSEException {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (java.security.SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException unsupported) {
            throw new JOSEException("the platform has no Ed25519", unsupported);
        }
    }

    @Override
    public String toString() {
        return "VerificationKey[" + algorithm.wireName() + "]";
    }
}
