package dev.herald.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that were accepted, by their hash, so that a signature is checked once and not for each request. Only what was
 * accepted is here, under the keys that it was accepted with: when those change, everything goes. Any thread.
 */
final class TokenCache {
    /** SHA-256 of a token, which a token cannot be found from. */
    record Hash(long a, long b, long c, long d) {
        static Hash of(String token) {
            try {
                ByteBuffer bytes = ByteBuffer.wrap(
                        MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.ISO_8859_1)));
                return new Hash(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("the platform has no SHA-256", impossible);
            }
        }
    }

    /** What was accepted under one set of keys. */
    private record Epoch(KeySet keys, ConcurrentHashMap<Hash, Verdict.Accepted> accepted) {}

    private final int entriesMax;
    private volatile Epoch epoch = new Epoch(new KeySet(java.util.List.of()), new ConcurrentHashMap<>());

    TokenCache(int entriesMax) {
        this.entriesMax = entriesMax;
    }

    /** What the token came to under these keys; null where it has to be checked, or has ended. */
    Verdict.@Nullable Accepted find(KeySet keys, Hash token, long nowMillis) {
        Epoch now = epoch;
        if (now.keys != keys) {
            return null;
        }
        Verdict.Accepted accepted = now.accepted.get(token);
        if (accepted != null && ClaimsReader.hasEnded(accepted.grant().expiresEpochMillis(), nowMillis)) {
            now.accepted.remove(token);
            return null;
        }
        return accepted;
    }

    /** When it is full, another goes: which does not matter, it is checked again when it comes. */
    void keep(KeySet keys, Hash token, Verdict.Accepted accepted) {
        Epoch now = epoch;
        if (now.keys != keys) {
            now = new Epoch(keys, new ConcurrentHashMap<>());
            epoch = now;
        }
        Iterator<Hash> oldest = now.accepted.keySet().iterator();
        while (now.accepted.mappingCount() >= entriesMax && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
        now.accepted.put(token, accepted);
    }

    long size() {
        return epoch.accepted.mappingCount();
    }
}
