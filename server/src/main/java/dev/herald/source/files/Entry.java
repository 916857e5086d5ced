package dev.herald.source.files;

import java.nio.file.Path;

/**
 * What the disk shows under a name.
 *
 * @param name the last part of its path, in the file system's own bytes
 * @param bornMillis when it was made, milliseconds since the epoch
 */
record Entry(Path name, Kind kind, Stamp stamp, long bornMillis) {
    enum Kind {
        /** A regular file or a symbolic link. */
        FILE,
        FOLDER,
        /** A pipe, a socket, a device: not watched. */
        OTHER
    }

    boolean isFile() {
        return kind == Kind.FILE;
    }

    boolean isFolder() {
        return kind == Kind.FOLDER;
    }
}
