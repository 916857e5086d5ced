package dev.herald.source.files;

import dev.herald.event.payload.FileChange;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Changes the table of files and tells it in the same step, so that who follows what is told always knows what the table
 * holds.
 *
 * <p>A path is a file or a directory, never both: before anything is told at or below a path that is still told as a
 * file, that file is told as deleted.
 */
final class Ledger {
    private final Consumer<FileChange> told;

    Ledger(Consumer<FileChange> told) {
        this.told = told;
    }

    /** A file is no longer there. Nothing is told of one that is not in the table (any more). */
    void delete(Place place) {
        if (place.folder().files.remove(place.name()) != null) {
            told.accept(FileChange.deleted(place.text()));
        }
    }

    /** A file is there: new or modified, as the table has it. */
    void put(Place place, Stamp stamp) {
        makeRoomIn(place.folder());
        boolean isNew = place.folder().files.put(place.name(), stamp) == null;
        told.accept(isNew ? FileChange.created(place.text()) : FileChange.modified(place.text()));
    }

    /** A file is as it was told, though something else of it changed: its rights, its links. Nothing is told. */
    static void renew(Place place, Stamp stamp) {
        place.folder().files.replace(place.name(), stamp);
    }

    /** A file has another name, which may have been another file's. */
    void move(Renames.Lost from, Renames.Found to) {
        Place target = to.place();
        String before = from.place().text();
        @Nullable Stamp known = from.place().folder().files.remove(from.place().name());
        if (known == null) {
            put(target, to.stamp());
            return;
        }
        makeRoomIn(target.folder());
        target.folder().files.put(target.name(), to.stamp());
        told.accept(FileChange.moved(before, target.text()));
        if (!to.stamp().isSameContent(known)) {
            told.accept(FileChange.modified(target.text()));
        }
    }

    /** A directory other than the root has another name or is in another directory, with all that is known in it. */
    void move(Folder folder, Folder parent, Path name) {
        boolean isTold = folder.hasFiles();
        if (isTold) {
            makeRoomIn(parent);
            delete(new Place(parent, name));
        }
        String before = pathOf(folder);
        if (folder.parent != null) {
            folder.parent.folders.remove(folder.name, folder);
        }
        folder.parent = parent;
        folder.name = name;
        parent.folders.put(name, folder);
        if (isTold) {
            told.accept(FileChange.moved(before, pathOf(folder)));
        }
    }

    private static String pathOf(Folder folder) {
        String prefix = folder.prefix();
        return prefix.substring(0, prefix.length() - 1);
    }

    /** What is told as a file and is a directory now, or was one in between, is not that file any more. */
    private void makeRoomIn(Folder inner) {
        Folder folder = inner;
        while (folder.parent != null) {
            delete(new Place(folder.parent, folder.name));
            folder = folder.parent;
        }
    }
}
