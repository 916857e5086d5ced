package dev.herald.source.files;

/**
 * What tells one state of a file from another without reading it.
 *
 * @param identity the same while the file is the same, whatever it is called: device, number and moment of birth mixed
 *     (a number alone is given again at once on some file systems). Where the file system knows no birth, the moment of
 *     the last change stands in, and a file that is changed and renamed within one settling counts as new
 * @param size bytes
 * @param modifiedNanos when it was last written, since the epoch; a program can set it to what it likes
 * @param changedNanos when anything of it last changed, its name, rights and number of links included; nobody can set
 *     it. 0 where the system does not tell
 * @param standing its rights, owner and number of links, mixed: what else a new {@code changedNanos} may come from
 * @param isExecutable by its owner, which git keeps
 */
record Stamp(long identity, long size, long modifiedNanos, long changedNanos, int standing, boolean isExecutable) {
    boolean isSameFile(Stamp other) {
        return identity == other.identity;
    }

    /** Whether the content looks the same. A rename changes neither this nor what it looks at. */
    boolean isSameContent(Stamp known) {
        return isSameFile(known)
                && size == known.size
                && modifiedNanos == known.modifiedNanos
                && isExecutable == known.isExecutable;
    }

    /**
     * Whether a file that kept its name was left alone. One that was written and whose time was put back
     * ({@code touch -r}, {@code cp -p}, {@code rsync -t}) is known by its change, where nothing else explains that. A
     * file that is renamed and back within one settling looks like one, too.
     */
    boolean isUntouched(Stamp known) {
        return isSameContent(known) && (changedNanos == known.changedNanos || standing != known.standing);
    }

    /**
     * A stamp that no later look will equal. For a file that was looked at while it was being written: a write in the
     * same tick of the file system's clock would leave no trace.
     */
    Stamp doubted() {
        return new Stamp(identity, size, modifiedNanos - 1, changedNanos, standing, isExecutable);
    }
}
