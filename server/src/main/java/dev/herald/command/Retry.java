package dev.herald.command;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What makes a repeated request known: the caller's own key, and what the request was, so that the same key is not taken
 * for another request. The digest stands in the event, where the repetition finds it.
 *
 * @param key of the caller's choosing
 * @param digest of the request
 */
public record Retry(String key, String digest) {
    /** Under this name the digest stands in the event's data. */
    static final String MEMBER = "request_digest";

    private static final int DIGEST_BYTES = 12;

    /** @param what such as the method and the path */
    public static Retry of(String key, String what, byte[] body) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(what.getBytes(StandardCharsets.UTF_8));
            sha.update((byte) '\n');
            return new Retry(key, HexFormat.of().formatHex(sha.digest(body), 0, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("each Java has SHA-256", impossible);
        }
    }

    /** The key of one event of the request. */
    String at(int place) {
        return place == 0 ? key : key + "#" + place;
    }
}
