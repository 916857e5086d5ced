package dev.herald.source.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules that hold before any ignore file in the root is read: the global excludes, the repository's own, and the
 * ignore files above the root when it is a directory within a work tree.
 */
final class GitExcludes {
    private static final Logger LOG = LoggerFactory.getLogger(GitExcludes.class);
    private static final String GIT = ".git";
    private static final String POINTER = "gitdir:";

    private final Path root;
    private final GitHome home;
    private String prefix = "";
    private IgnoreRules rules = IgnoreRules.none();
    private Path excludes;
    private List<String> configSeen = List.of();
    private List<String> seen = List.of();

    GitExcludes(Path root, GitHome home) {
        this.root = root;
        this.home = home;
        this.excludes = home.defaultExcludes();
    }

    IgnoreRules rules() {
        return rules;
    }

    /** The root's path from the top of its work tree: empty, or ends with a slash. */
    String prefix() {
        return prefix;
    }

    /** Looks whether anything changed and if so reads it again. */
    boolean refresh() {
        Path top = top(root);
        List<Path> sources = new ArrayList<>(home.configFiles());
        @Nullable Path common = top == null ? null : commonDirectory(top.resolve(GIT));
        if (common != null) {
            sources.add(common.resolve("config"));
        }
        List<String> configNow = sources.stream().map(GitExcludes::trace).toList();
        if (!configNow.equals(configSeen)) {
            configSeen = configNow;
            excludes = globalExcludes(sources);
        }
        sources.add(excludes);
        if (common != null) {
            sources.add(common.resolve("info").resolve("exclude"));
        }
        for (Path folder = top; folder != null && !folder.equals(root); folder = below(folder)) {
            sources.add(folder.resolve(IgnoreRules.GIT_FILE));
            sources.add(folder.resolve(IgnoreRules.OWN_FILE));
        }
        List<String> now = sources.stream().map(GitExcludes::trace).toList();
        if (now.equals(seen)) {
            return false;
        }
        seen = now;
        read(top, common);
        return true;
    }

    private void read(@Nullable Path top, @Nullable Path common) {
        IgnoreRules read = IgnoreRules.none();
        try {
            read = read.withExcludes(excludes);
            if (common != null) {
                read = read.withExcludes(common.resolve("info").resolve("exclude"));
            }
            for (Path folder = top; folder != null && !folder.equals(root); folder = below(folder)) {
                read = read.in(folder, fromTop(top, folder));
            }
        } catch (IOException e) {
            LOG.warn("Cannot read all of git's excludes for {}: {}. What could be read holds.", root, e.toString());
        }
        rules = read;
        prefix = top == null ? "" : fromTop(top, root);
    }

    /** The directory one level nearer to the root. */
    private Path below(Path folder) {
        return folder.resolve(root.getName(folder.getNameCount()));
    }

    private static String fromTop(Path top, Path folder) {
        StringBuilder text = new StringBuilder();
        for (int i = top.getNameCount(); i < folder.getNameCount(); i++) {
            text.append(Names.text(folder.getName(i))).append('/');
        }
        return text.toString();
    }

    private static @Nullable Path top(Path root) {
        for (Path folder = root; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(GIT), LinkOption.NOFOLLOW_LINKS)) {
                return folder;
            }
        }
        return null;
    }

    /** Where a repository keeps what its work trees share; {@code .git} is a file in a second work tree or a module. */
    private static @Nullable Path commonDirectory(Path git) {
        try {
            Path own = git;
            if (Files.isRegularFile(git)) {
                String pointer = Files.readString(git).strip();
                if (!pointer.startsWith(POINTER)) {
                    return null;
                }
                own = git.resolveSibling(pointer.substring(POINTER.length()).strip());
            }
            Path shared = own.resolve("commondir");
            return Files.isRegularFile(shared)
                    ? own.resolve(Files.readString(shared).strip()).normalize()
                    : own;
        } catch (IOException e) {
            LOG.warn("Cannot read {}: {}. Its excludes are not honoured.", git, e.toString());
            return null;
        }
    }

    private Path globalExcludes(List<Path> configFiles) {
        Path global = home.defaultExcludes();
        for (Path file : configFiles) {
            if (!Files.isRegularFile(file)) {
                continue;
            }
            FileBasedConfig config = new FileBasedConfig(file.toFile(), FS.DETECTED);
            try {
                config.load();
                String named = config.getString("core", null, "excludesFile");
                if (named != null) {
                    global = home.expand(named);
                }
            } catch (IOException | ConfigInvalidException e) {
                LOG.warn("Cannot read {}: {}. Its core.excludesFile is not honoured.", file, e.toString());
            }
        }
        return global;
    }

    /** What tells whether a file changed. */
    private static String trace(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return file + " " + attributes.fileKey() + " " + attributes.size() + " " + attributes.lastModifiedTime();
        } catch (IOException e) {
            // Not there, or not for us: either way it has no rules now.
            return file + " -";
        }
    }
}
