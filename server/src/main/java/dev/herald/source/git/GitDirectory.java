package dev.herald.source.git;

import dev.herald.git.Repository;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Looks at a repository's own directory, without git: a look is a dozen calls to the system. Any thread. */
final class GitDirectory {
    /** Directories of branches looked at; changes in those beyond are found when anything else changes. */
    private static final int DIRECTORIES_MAX = 500;

    private final Path git;
    private final Path common;

    GitDirectory(Repository repository) {
        git = repository.gitDirectory();
        common = repository.commonDirectory();
    }

    Path headLog() {
        return git.resolve("logs/HEAD");
    }

    Path stashLog() {
        return common.resolve("logs/refs/stash");
    }

    Path indexLock() {
        return git.resolve("index.lock");
    }

    /**
     * In this order: what is written last is looked at first, so that what came before it is seen with it.
     */
    Signs look() {
        long lock = mix(stamp("index.lock"), stamp("HEAD.lock"));
        long headLog = stamp("logs/HEAD");
        long bytes = headLog == 0 ? 0 : headLog().toFile().length();
        long sequence = 0;
        for (String name : List.of("rebase-merge", "rebase-apply", "sequencer")) {
            long directory = stamp(name);
            if (directory != 0) {
                sequence = mix(sequence, mix(directory, mix(stamp(name + "/done"), stamp(name + "/next"))));
                sequence = mix(sequence, stamp(name + "/todo"));
            }
        }
        long merge = mix(stamp("MERGE_HEAD"), mix(stamp("CHERRY_PICK_HEAD"), stamp("REVERT_HEAD")));
        long stash = mix(stamp(common.resolve("refs/stash")), stamp(stashLog()));
        // Without a log, a commit may leave no other sign: it writes the index before it moves the branch.
        long head = stamp("HEAD");
        head = head == 0 || headLog != 0 ? head : mix(head, branches());
        return new Signs(lock, head, headLog, bytes, stamp("index"), stash, sequence, merge);
    }

    /** Whether a rebase says that it waits for somebody. */
    boolean isRebaseStopped() {
        return git.resolve("rebase-merge/stopped-sha").toFile().exists();
    }

    /** Whether somebody may be writing a commit's message while the index is locked. */
    boolean isMessageWritten() {
        Path message = git.resolve("COMMIT_EDITMSG");
        return message.toFile().lastModified() >= indexLock().toFile().lastModified()
                && message.toFile().exists();
    }

    /** Another number whenever a branch may have moved. A file in a directory is replaced, which shows there. */
    long branches() {
        long sum = mix(stamp(common.resolve("packed-refs")), stamp(common.resolve("reftable/tables.list")));
        for (Path directory : branchDirectories()) {
            sum = mix(sum, stamp(directory));
        }
        return mix(sum, 1);
    }

    /** The directories whose files are branches. */
    List<Path> branchDirectories() {
        List<Path> found = new ArrayList<>(List.of(common.resolve("refs/heads"), common.resolve("refs/remotes")));
        for (int i = 0; i < found.size() && found.size() < DIRECTORIES_MAX; i++) {
            try (DirectoryStream<Path> inside = Files.newDirectoryStream(found.get(i))) {
                for (Path path : inside) {
                    if (found.size() < DIRECTORIES_MAX && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                        found.add(path);
                    }
                }
            } catch (IOException e) {
                // Gone, as directories of branches go when the last branch in them does.
                continue;
            }
        }
        return found;
    }

    /** What is worth being told of. */
    List<Path> directories() {
        List<Path> all = new ArrayList<>(List.of(git, git.resolve("logs"), common, common.resolve("refs")));
        all.addAll(branchDirectories());
        return all.stream().distinct().toList();
    }

    private long stamp(String name) {
        return stamp(git.resolve(name));
    }

    /** Most of what is asked for is not there, and an exception each time would be the dearest part of a look. */
    private static long stamp(Path path) {
        if (!path.toFile().exists()) {
            return 0;
        }
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            long stamp = mix(
                    file.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS),
                    mix(file.size(), Objects.hashCode(file.fileKey())));
            return stamp == 0 ? 1 : stamp;
        } catch (IOException e) {
            return 0;
        }
    }

    private static long mix(long one, long other) {
        return one == 0 && other == 0 ? 0 : (one * 0x9E3779B97F4A7C15L) ^ Long.rotateLeft(other, 17) ^ (other * 31);
    }
}
