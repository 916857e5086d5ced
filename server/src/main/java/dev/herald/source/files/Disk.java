package dev.herald.source.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The file system as the watch sees it: a seam, so that a test can make it fail. Blocks. */
interface Disk {
    /** What is there, symbolic links not followed; empty when nothing is. */
    Optional<Entry> look(Path path) throws IOException;

    /** The same for the root, which may be reached through a symbolic link. */
    Optional<Entry> lookAtRoot(Path path) throws IOException;

    /** What is in a directory; what goes meanwhile is left out. */
    List<Entry> list(Path folder) throws IOException;
}
