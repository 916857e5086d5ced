package dev.herald.source.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** What is left out whatever the rules say: git's own directory anywhere, and the paths that the settings name. */
final class NeverWatched {
    private static final Path GIT = Path.of(".git");

    private final Path root;
    private final Set<Path> paths = new HashSet<>();
    /** Their names, to tell quickly that an entry is none of them. */
    private final Set<Path> names = new HashSet<>();

    /** Blocks: paths that lead into the root through symbolic links are found under the root's own path. */
    NeverWatched(Path root, Set<Path> never) {
        this.root = root;
        Path realRoot = real(root);
        for (Path path : never) {
            add(path.toAbsolutePath().normalize());
            Path realPath = real(path.toAbsolutePath().normalize());
            if (realPath.startsWith(realRoot)) {
                add(root.resolve(realRoot.relativize(realPath)));
            }
        }
    }

    boolean covers(Folder folder, Path name) {
        return name.equals(GIT)
                || names.contains(name) && paths.contains(folder.pathIn(root).resolve(name));
    }

    private void add(Path path) {
        Path name = path.getFileName();
        if (name != null) {
            paths.add(path);
            names.add(name);
        }
    }

    /** With the links above it resolved, as far as it is there. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            // Not there yet: its parent may be.
            Path parent = path.getParent();
            Path name = path.getFileName();
            return parent == null || name == null ? path : real(parent).resolve(name);
        }
    }
}
