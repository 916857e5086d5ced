package dev.herald.access;

import com.nimbusds.jose.JWSHeader;
import java.util.List;

/** The keys that are in force together. What was accepted under one set is not accepted under another. Immutable. */
record KeySet(List<VerificationKey> keys) {
    /** Keys that are tried for a token that names none: each costs a check of a signature. */
    static final int TRIED_MAX = 4;

    KeySet {
        keys = List.copyOf(keys);
    }

    boolean hasSameKeysAs(KeySet other) {
        if (keys.size() != other.keys.size()) {
            return false;
        }
        for (int i = 0; i < keys.size(); i++) {
            if (!keys.get(i).isSameAs(other.keys.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Those that the token may be signed with: of its algorithm and, where both have one, of its key id. */
    List<VerificationKey> candidates(JWSHeader header) {
        return keys.stream()
                .filter(key -> key.algorithm().wire().equals(header.getAlgorithm()))
                .filter(key -> header.getKeyID() == null
                        || key.id() == null
                        || key.id().equals(header.getKeyID()))
                .limit(TRIED_MAX)
                .toList();
    }
}
