package dev.herald.source.files;

import java.nio.file.Path;

/**
 * A name in a folder; it goes with the folder when that is moved.
 *
 * @param name of the entry, or {@link #WHOLE} for all entries of the folder
 */
record Place(Folder folder, Path name) {
    static final Path WHOLE = Path.of("");

    static Place whole(Folder folder) {
        return new Place(folder, WHOLE);
    }

    boolean isWhole() {
        return name.equals(WHOLE);
    }

    Path pathIn(Path root) {
        return folder.pathIn(root).resolve(name);
    }

    /** As it is told: relative to the root, Unicode. */
    String text() {
        return folder.prefix() + Names.text(name);
    }
}
