package dev.herald.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a published key set (RFC 7517). Keys of other kinds and uses are passed over; symmetric ones always are. Pure. */
final class PublishedKeySet {
    private PublishedKeySet() {}

    /** @throws IOException for what is no key set, or one with too many keys */
    static KeySet parse(String json, int keysMax) throws IOException {
        List<?> members;
        try {
            members = JSONObjectUtils.parse(json).get("keys") instanceof List<?> list ? list : null;
        } catch (ParseException malformed) {
            throw new IOException("the answer is no JSON object", malformed);
        }
        if (members == null) {
            throw new IOException("the answer has no array `keys`");
        }
        if (members.size() > keysMax) {
            throw new IOException("the answer has more than " + keysMax + " keys");
        }
        List<VerificationKey> keys = new ArrayList<>();
        for (Object member : members) {
            if (member instanceof Map<?, ?> key) {
                key(key).ifPresent(keys::add);
            }
        }
        return new KeySet(keys);
    }

    private static Optional<VerificationKey> key(Map<?, ?> members) {
        try {
            @SuppressWarnings("unchecked")
            JWK key = JWK.parse((Map<String, Object>) members);
            boolean isForSignatures = (key.getKeyUse() == null
                            || key.getKeyUse().equals(KeyUse.SIGNATURE))
                    && (key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY));
            if (!isForSignatures) {
                return Optional.empty();
            }
            VerificationKey found = VerificationKey.of(key.getKeyID(), publicKey(key));
            boolean isItsAlgorithm = key.getAlgorithm() == null
                    || JWSAlgorithm.parse(key.getAlgorithm().getName())
                            .equals(found.algorithm().wire());
            return isItsAlgorithm ? Optional.of(found) : Optional.empty();
        } catch (ParseException
                | JOSEException
                | GeneralSecurityException
                | IllegalArgumentException
                | IllegalStateException notOurs) {
            return Optional.empty();
        }
    }

    private static PublicKey publicKey(JWK key) throws JOSEException, GeneralSecurityException {
        return switch (key) {
            case RSAKey rsa -> rsa.toRSAPublicKey();
            case ECKey elliptic -> elliptic.toECPublicKey();
            case OctetKeyPair edwards
            when edwards.getCurve().getName().equals("Ed25519") -> ed25519(edwards.getDecodedX());
            default -> throw new IllegalArgumentException("a key of another kind");
        };
    }

    /** 32 bytes, little-endian: the coordinate y, and in the highest bit whether x is odd (RFC 8032, section 5.1.2). */
    private static PublicKey ed25519(byte[] raw) throws GeneralSecurityException {
        if (raw.length != 32) {
            throw new IllegalArgumentException("a key of another length");
        }
        byte[] bigEndian = new byte[32];
        for (int i = 0; i < 32; i++) {
            bigEndian[i] = raw[31 - i];
        }
        boolean isXOdd = bigEndian[0] < 0;
        bigEndian[0] &= 0x7F;
        EdECPoint point = new EdECPoint(isXOdd, new java.math.BigInteger(1, bigEndian));
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }
}
