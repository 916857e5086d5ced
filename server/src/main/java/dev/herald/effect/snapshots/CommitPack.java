package dev.herald.effect.snapshots;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.DeflaterOutputStream;

/**
 * Commits as one pack (gitformat-pack, version 2, whole objects only), so that thousands of them are written with one
 * call of git, which checks each. A commit's hash is known as soon as it is added, for the next one to name it. One
 * thread.
 */
final class CommitPack {
    private static final int VERSION = 2;
    private static final int TYPE_COMMIT = 1;

    private final String algorithm;
    private final ByteArrayOutputStream objects = new ByteArrayOutputStream();
    private int count;

    /** @param format the repository's: sha1 or sha256 */
    CommitPack(String format) throws SnapshotException {
        this.algorithm = switch (format) {
            case "sha1" -> "SHA-1";
            case "sha256" -> "SHA-256";
            default ->
                throw new SnapshotException("the repository's hashes are " + format + ", which is not known here");
        };
    }

    /** Adds one; its hash. */
    String add(byte[] commit) {
        int length = commit.length;
        int first = TYPE_COMMIT << 4 | length & 0x0f;
        length >>>= 4;
        while (length > 0) {
            objects.write(first | 0x80);
            first = length & 0x7f;
            length >>>= 7;
        }
        objects.write(first);
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(objects)) {
            deflated.write(commit);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory cannot fail to be written", impossible);
        }
        count++;
        MessageDigest digest = digest();
        digest.update(("commit " + commit.length + "\0").getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(digest.digest(commit));
    }

    /** The whole pack, with its checksum. */
    byte[] bytes() {
        ByteBuffer head = ByteBuffer.allocate(12)
                .put("PACK".getBytes(StandardCharsets.US_ASCII))
                .putInt(VERSION)
                .putInt(count);
        ByteArrayOutputStream pack = new ByteArrayOutputStream(objects.size() + 64);
        pack.writeBytes(head.array());
        pack.writeBytes(objects.toByteArray());
        pack.writeBytes(digest().digest(pack.toByteArray()));
        return pack.toByteArray();
    }

    private MessageDigest digest() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has " + algorithm, impossible);
        }
    }
}
