package dev.herald.source.files;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules that hold before any ignore file in the root is read: the global excludes, the repository's own, and the
 * ignore files above the root when it is a directory within a work tree.
 *
 * <p>Which file holds the global excludes is git's to say, for its settings include each other under conditions. Git is
 * asked when one of the files that its settings come from has changed.
 */
final class GitExcludes {
    private static final Logger LOG = LoggerFactory.getLogger(GitExcludes.class);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final String FILE = "file:";

    private final Path root;
    private final GitHome home;
    private final Git git;
    private final Traces configuration = new Traces();
    private final Traces sources = new Traces();
    private String prefix = "";
    private IgnoreRules rules = IgnoreRules.none();
    private Path excludes;
    private List<Path> origins = List.of();

    GitExcludes(Path root, GitHome home, Git git) {
        this.root = root;
        this.home = home;
        this.git = git;
        this.excludes = home.defaultExcludes();
    }

    IgnoreRules rules() {
        return rules;
    }

    /** The root's path from the top of its work tree: empty, or ends with a slash. */
    String prefix() {
        return prefix;
    }

    /** Looks whether anything changed and if so reads it again. Blocks on git where its settings changed. */
    boolean refresh(@Nullable GitPlace place) throws InterruptedException {
        Path directory = place == null ? root : place.top();
        if (configuration.change(configurationFiles(place))) {
            excludes = askForExcludes(directory);
            origins = askForOrigins(directory);
            configuration.change(configurationFiles(place));
        }
        List<Path> files = new ArrayList<>(List.of(excludes));
        if (place != null) {
            files.add(ownExcludes(place));
            for (Path folder = place.top(); !folder.equals(root); folder = below(folder)) {
                files.add(folder.resolve(IgnoreRules.GIT_FILE));
                files.add(folder.resolve(IgnoreRules.OWN_FILE));
            }
        }
        if (!sources.change(files)) {
            return false;
        }
        read(place);
        return true;
    }

    private static Path ownExcludes(GitPlace place) {
        return place.shared().resolve("info").resolve("exclude");
    }

    /** Where settings may come from: those that git named, and those that it would read if they were there. */
    private Set<Path> configurationFiles(@Nullable GitPlace place) {
        Set<Path> files = new LinkedHashSet<>(home.configFiles());
        if (place != null) {
            files.add(place.shared().resolve("config"));
            files.add(place.own().resolve("config.worktree"));
            // A setting may be for one branch alone.
            files.add(place.own().resolve("HEAD"));
        }
        files.addAll(origins);
        return files;
    }

    private void read(@Nullable GitPlace place) {
        IgnoreRules read = IgnoreRules.none();
        try {
            read = read.withExcludes(excludes);
            if (place != null) {
                read = read.withExcludes(ownExcludes(place));
                for (Path folder = place.top(); !folder.equals(root); folder = below(folder)) {
                    read = read.in(folder, fromTop(place.top(), folder));
                }
            }
        } catch (IOException e) {
            LOG.warn("Cannot read all of git's excludes for {}: {}. What could be read holds.", root, e.toString());
        }
        rules = read;
        prefix = place == null ? "" : fromTop(place.top(), root);
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

    private Path askForExcludes(Path directory) throws InterruptedException {
        String named = ask(directory, "config", "--type=path", "--get", "core.excludesFile")
                .strip();
        try {
            return named.isEmpty() ? home.defaultExcludes() : directory.resolve(named);
        } catch (InvalidPathException e) {
            LOG.warn("Cannot read git's excludes in {}: the system's locale cannot name that file", named);
            return home.defaultExcludes();
        }
    }

    private List<Path> askForOrigins(Path directory) throws InterruptedException {
        List<Path> files = new ArrayList<>();
        for (String origin : ask(directory, "config", "--list", "--show-origin", "--name-only", "-z")
                .split("\0")) {
            if (origin.startsWith(FILE)) {
                try {
                    files.add(directory.resolve(origin.substring(FILE.length())));
                } catch (InvalidPathException e) {
                    LOG.debug("Cannot name a file of git's settings", e);
                }
            }
        }
        return List.copyOf(new LinkedHashSet<>(files));
    }

    /** What git writes; empty where it has no answer, or where there is no git or no such directory. */
    private String ask(Path directory, String... arguments) throws InterruptedException {
        GitResult result = git.run(GitCommand.in(directory, arguments).within(ANSWER));
        return switch (result) {
            case GitResult.Done done -> new String(done.output(), StandardCharsets.UTF_8);
            case GitResult.Failed failed -> {
                LOG.debug("git {} in {}: {}", arguments, directory, failed.reason());
                yield "";
            }
            case GitResult.Stopped stopped -> {
                LOG.debug("git {} in {}: {}", arguments, directory, stopped.detail());
                yield "";
            }
        };
    }
}
