package dev.herald.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.MACVerifier;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;

/** What tokens are checked with: exactly one of these is configured, or the server is open. A value; tells no secret. */
public sealed interface TokenKey {
    /** Bytes of a secret, at least: as many as the hash of HS256 has (RFC 7518, section 3.2). */
    int SECRET_BYTES_MIN = 32;

    /** A secret that who mints tokens knows as well: HS256. */
    final class Secret implements TokenKey {
        private final byte[] bytes;

        private Secret(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }

        VerificationKey verification() {
            try {
                MACVerifier verifier = new MACVerifier(bytes);
                return new VerificationKey(null, TokenAlgorithm.HS256, "secret", verifier::verify);
            } catch (JOSEException impossible) {
                throw new IllegalStateException("the platform has no HMAC with SHA-256", impossible);
            }
        }

        @Override
        public String toString() {
            return "Secret[(hidden)]";
        }
    }

    /** A public key: RS256, ES256 or EdDSA, as the key is. */
    record Public(PublicKey key) implements TokenKey {
        /** @throws IllegalArgumentException for a key of another kind or too weak; the message says which are allowed */
        public Public {
            TokenAlgorithm.of(key);
        }

        VerificationKey verification() {
            return VerificationKey.of(null, key);
        }
    }

    /** A set of keys that another server publishes (RFC 7517). */
    record Published(URI address) implements TokenKey {
        /** @throws IllegalArgumentException for an address that is neither https nor http on loopback */
        public Published {
            if (!isSafe(address)) {
                throw new IllegalArgumentException(
                        "a key set is fetched by https, or by http from a loopback address, without a user in the address");
            }
        }

        private static boolean isSafe(URI address) {
            String host = address.getHost();
            if (host == null || address.getUserInfo() != null || address.getFragment() != null) {
                return false;
            }
            boolean isLoopback =
                    host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
            return "https".equalsIgnoreCase(address.getScheme())
                    || "http".equalsIgnoreCase(address.getScheme()) && isLoopback;
        }
    }

    /**
     * A secret as text, taken as its UTF-8 bytes.
     *
     * @throws IllegalArgumentException when it is too short, or is a key in PEM: whoever has a public key could then mint
     */
    static TokenKey secret(String text) {
        return secretOf(text);
    }

    static Secret secretOf(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < SECRET_BYTES_MIN) {
            throw new IllegalArgumentException("a secret has at least " + SECRET_BYTES_MIN + " bytes");
        }
        if (text.contains("-----BEGIN")) {
            throw new IllegalArgumentException("a key in PEM is no secret: give it as the public key");
        }
        return new Secret(bytes);
    }

    /** A public key in PEM. @throws IllegalArgumentException for what is none, with the reason and without the text */
    static TokenKey pem(String text) {
        try {
            return new Public(Pem.publicKey(text));
        } catch (GeneralSecurityException malformed) {
            throw new IllegalArgumentException("the PEM text holds no public key that can be read", malformed);
        }
    }
}
