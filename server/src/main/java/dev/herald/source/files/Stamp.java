package dev.herald.source.files;

/**
 * What tells one state of a file from another without reading it.
 *
 * @param identity the same while the file is the same, whatever it is called: device, number and moment of birth mixed
 *     (a number alone is given again at once on some file systems). Where the file system knows no birth, the moment of
 *     the last change stands in, and a file that is changed and renamed within one settling counts as new
 * @param size bytes
 * @param modifiedNanos since the epoch
 */
record Stamp(long identity, long size, long modifiedNanos) {
    boolean isSameFile(Stamp other) {
        return identity == other.identity;
    }

    /**
     * A stamp that no later look will equal. For a file that was looked at while it was being written: a write in the
     * same tick of the file system's clock would leave no trace.
     */
    Stamp doubted() {
        return new Stamp(identity, size, modifiedNanos - 1);
    }
}
