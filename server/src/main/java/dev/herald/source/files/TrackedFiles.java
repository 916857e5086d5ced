package dev.herald.source.files;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that git tracks though a rule of its own names them, as git says. To git they are files like others, so they
 * are here. Git is asked again when its index changed, but for no more than a small share of the time.
 */
final class TrackedFiles {
    private static final Logger LOG = LoggerFactory.getLogger(TrackedFiles.class);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    /** Asking takes at most one part in so many of the time. */
    private static final int SHARE = 50;

    private final Path root;
    private final Git git;
    private final Traces index = new Traces();
    private boolean isStale;
    private long nextNanos;
    private boolean isAsked;
    private Set<String> files = Set.of();
    private Set<String> folders = Set.of();

    TrackedFiles(Path root, Git git) {
        this.root = root;
        this.git = git;
    }

    /** Whether git tracks it, or something in it, in spite of the rules. {@code path} is from the root. */
    boolean covers(String path, boolean isFolder) {
        return files.contains(path) || isFolder && folders.contains(path);
    }

    /** Asks again where the index changed; whether the answer is another. Blocks on git. */
    boolean refresh(@Nullable GitPlace place, long nowNanos) throws InterruptedException {
        if (place == null) {
            return set(Set.of());
        }
        isStale |= index.change(List.of(place.own().resolve("index")));
        if (!isStale || isAsked && nowNanos - nextNanos < 0) {
            return false;
        }
        return ask(nowNanos);
    }

    /** Asks again, for the rules changed; whether the answer is another. Blocks on git. */
    boolean renew(@Nullable GitPlace place, long nowNanos) throws InterruptedException {
        return place == null ? set(Set.of()) : ask(nowNanos);
    }

    private boolean ask(long nowNanos) throws InterruptedException {
        long began = System.nanoTime();
        GitResult result = git.run(GitCommand.in(root, "ls-files", "-z", "-c", "-i", "--exclude-standard")
                .within(ANSWER));
        isStale = false;
        isAsked = true;
        nextNanos = nowNanos + (System.nanoTime() - began) * SHARE;
        return switch (result) {
            case GitResult.Done done -> set(names(done.output()));
            case GitResult.Failed failed -> {
                LOG.debug("Git does not tell what it tracks below {}: {}", root, failed.reason());
                yield set(Set.of());
            }
            case GitResult.Stopped stopped -> {
                LOG.warn(
                        "Git does not tell what it tracks below {} in spite of its rules ({}). Changes of such files are"
                                + " not told.",
                        root,
                        stopped.detail());
                yield false;
            }
        };
    }

    private static Set<String> names(byte[] output) {
        Set<String> names = new HashSet<>(List.of(new String(output, StandardCharsets.UTF_8).split("\0")));
        names.remove("");
        return names;
    }

    private boolean set(Set<String> now) {
        if (now.equals(files)) {
            return false;
        }
        files = now;
        Set<String> above = new HashSet<>();
        for (String file : now) {
            for (int slash = file.lastIndexOf('/'); slash > 0; slash = file.lastIndexOf('/', slash - 1)) {
                above.add(file.substring(0, slash));
            }
        }
        folders = above;
        return true;
    }
}
