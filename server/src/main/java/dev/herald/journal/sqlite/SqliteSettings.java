package dev.herald.journal.sqlite;

import dev.herald.setting.Form;
import dev.herald.setting.Setting;
import dev.herald.setting.Values;

/**
 * How the file is kept.
 *
 * @param readersMax reading connections; who finds none free waits for one
 * @param readMillisMax how long it waits
 * @param writerCacheBytes SQLite's page cache of the writing connection; memory outside the heap
 * @param readerCacheBytes the same of each reading connection
 * @param checkpointBytes about how much is written between two checkpoints
 * @param walBytesMax about how large the write-ahead log grows before the writer itself finishes the checkpoint
 * @param fileBytesMax how large the file grows, in steps of a page; above it the journal refuses as on a full disk
 * @param isEachCommitSynced whether a commit waits for the disk, so that a power cut loses nothing; without, only the
 *     end of the process is survived, and a power cut may cost the newest events
 */
public record SqliteSettings(
        int readersMax,
        long readMillisMax,
        long writerCacheBytes,
        long readerCacheBytes,
        long checkpointBytes,
        long walBytesMax,
        long fileBytesMax,
        boolean isEachCommitSynced) {
    /** FULL: before each answer, so that a power cut loses nothing; NORMAL: now and then, safe against crashes. */
    enum Sync {
        FULL,
        NORMAL
    }

    static final Setting<Sync> SYNC = Setting.one(
            "sync",
            Form.choice(Sync.class),
            "full",
            "full: on disk before a publisher is answered; normal: faster, and a power cut may take the last events.");

    public static final SqliteSettings DEFAULTS = of(Values.STANDARD);

    public static SqliteSettings of(Values values) {
        boolean isEachCommitSynced = values.take(SYNC) == Sync.FULL;
        return new SqliteSettings(4, 30_000, 32L << 20, 2L << 20, 8L << 20, 64L << 20, 1L << 43, isEachCommitSynced);
    }

    public SqliteSettings {
        if (readersMax < 1
                || readMillisMax < 1
                || writerCacheBytes < 1
                || readerCacheBytes < 1
                || checkpointBytes < 1
                || walBytesMax < checkpointBytes
                || fileBytesMax < 1) {
            throw new IllegalArgumentException("no such settings: " + this);
        }
    }

    /** The same, with or without waiting for the disk at each commit. */
    public SqliteSettings withEachCommitSynced(boolean isSynced) {
        return new SqliteSettings(
                readersMax,
                readMillisMax,
                writerCacheBytes,
                readerCacheBytes,
                checkpointBytes,
                walBytesMax,
                fileBytesMax,
                isSynced);
    }

    SqliteSettings withFileBytesMax(long bytes) {
        return new SqliteSettings(
                readersMax,
                readMillisMax,
                writerCacheBytes,
                readerCacheBytes,
                checkpointBytes,
                walBytesMax,
                bytes,
                isEachCommitSynced);
    }
}
