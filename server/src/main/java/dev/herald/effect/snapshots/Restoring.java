package dev.herald.effect.snapshots;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitResult;
import dev.herald.git.Refs;
import dev.herald.git.Repository;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Brings a snapshot back: to something new, or into the work tree ({@link WorkTreeRestoring}). A patch and a directory are made beside their place, under a name that says
 * so, and moved there whole; a branch is one commit and then one ref. So an interrupted restore has done nothing, or
 * everything, and may leave a directory {@code .NAME-herald-restore…} beside it that can be deleted. Any thread; blocks.
 */
final class Restoring {
    private final Git git;
    private final Repository repository;
    private final Chain chain;
    private final Differences differences;
    private final PresentContent present;

    Restoring(Git git, Repository repository, Chain chain, Differences differences, PresentContent present) {
        this.git = git;
        this.repository = repository;
        this.present = present;
        this.chain = chain;
        this.differences = differences;
    }

    /** @param paths from the work tree's top, or none for all */
    Restored restore(Snapshot snapshot, RestoreTarget target, List<String> paths)
            throws IOException, InterruptedException {
        return switch (target) {
            case RestoreTarget.Branch branch -> branch(snapshot, branch.name(), paths);
            case RestoreTarget.Patch patch -> patch(snapshot, patch.file(), paths);
            case RestoreTarget.Directory directory -> directory(snapshot, directory.directory(), paths);
            case RestoreTarget.WorkTree workTree ->
                new WorkTreeRestoring(git, repository, present).restore(snapshot, paths, workTree.isForced());
        };
    }

    private Restored branch(Snapshot snapshot, String name, List<String> paths)
            throws IOException, InterruptedException {
        String ref = "refs/heads/" + name;
        boolean isName = !name.startsWith("-")
                && git.run(command("check-ref-format", "--branch", name)) instanceof GitResult.Done done
                && done.text().equals(name);
        if (!isName) {
            throw new SnapshotException(
                    "\"" + name + "\" is no name for a branch: give one such as restored-" + snapshot.shortId());
        }
        if (git.run(command("show-ref", "--verify", "--quiet", ref)) instanceof GitResult.Done) {
            throw new SnapshotException("branch " + name + " is there already: give a name that is not");
        }
        // Of a branch without a commit the first one would change what is checked out.
        if (git.run(command("symbolic-ref", "-q", "HEAD")) instanceof GitResult.Done head
                && head.text().equals(ref)) {
            throw new SnapshotException("branch " + name + " is checked out, without a commit yet: give another name");
        }
        String commit = commit(snapshot, tree(snapshot, paths));
        GitCommand create = command(
                "update-ref", "-m", "herald: snapshot " + snapshot.shortId(), ref, commit, "0".repeat(commit.length()));
        done(new Refs(git, repository.workTree()).move(create, ref, commit), "cannot make branch " + name);
        return new Restored.Branch(name, commit);
    }

    /** The snapshot's, or its base's with some paths as they are in the snapshot. */
    private String tree(Snapshot snapshot, List<String> paths) throws IOException, InterruptedException {
        if (paths.isEmpty()) {
            return snapshot.tree();
        }
        try (ScratchIndex index = ScratchIndex.empty(git, repository)) {
            git.ask(index.command("read-tree", base(snapshot)));
            List<String> arguments =
                    new ArrayList<>(List.of("restore", "--staged", "--source=" + snapshot.tree(), "--"));
            arguments.addAll(paths);
            done(index.command(arguments), "cannot take these paths of snapshot " + snapshot.shortId());
            return index.tree();
        }
    }

    /** A call that may fail for what was asked for: then its reason is for people. */
    private void done(GitCommand command, String otherwise) throws IOException, InterruptedException {
        done(git.run(command), otherwise);
    }

    private static void done(GitResult result, String otherwise) throws SnapshotException {
        switch (result) {
            case GitResult.Done done -> {}
            case GitResult.Failed failed -> throw new SnapshotException(otherwise + ": " + failed.reason());
            case GitResult.Stopped stopped -> throw new SnapshotException(otherwise + ": " + stopped.detail());
        }
    }

    /** A commit as if the snapshot had been committed by hand; it is no snapshot itself. */
    private String commit(Snapshot snapshot, String tree) throws IOException, InterruptedException {
        RawCommit raw = chain.commits(List.of(snapshot.id())).getFirst();
        List<String> arguments = new ArrayList<>(List.of("-c", "i18n.commitEncoding=UTF-8", "commit-tree", tree));
        if (snapshot.base() != null) {
            arguments.addAll(List.of("-p", snapshot.base()));
        }
        Person whoever = Person.parse(raw.author());
        GitCommand command = command(arguments)
                .with("GIT_AUTHOR_DATE", whoever.date())
                .reading("Restore: " + snapshot.subject() + "\n\nSnapshot of " + snapshot.at()
                        + ", brought back.\n\nHerald-Restored: " + snapshot.id() + "\n");
        if (git.run(command("var", "GIT_COMMITTER_IDENT")) instanceof GitResult.Done) {
            return git.ask(command).text();
        }
        // Where git does not know who the user is, it is by whoever made the snapshot.
        return git.ask(command.with("GIT_AUTHOR_NAME", whoever.name())
                        .with("GIT_AUTHOR_EMAIL", whoever.email())
                        .with("GIT_COMMITTER_NAME", whoever.name())
                        .with("GIT_COMMITTER_EMAIL", whoever.email()))
                .text();
    }

    /** A commit's author line. */
    private record Person(String name, String email, String date) {
        static Person parse(String line) {
            int open = line.indexOf('<');
            int close = line.lastIndexOf('>');
            if (open < 0 || close < open) {
                return new Person("Herald", "herald@localhost", "@0 +0000");
            }
            String name = line.substring(0, open).strip();
            return new Person(
                    name.isEmpty() ? "Herald" : name,
                    line.substring(open + 1, close),
                    "@" + line.substring(close + 1).strip());
        }
    }

    private Restored patch(Snapshot snapshot, Path file, List<String> paths) throws IOException, InterruptedException {
        Path place = file.toAbsolutePath().normalize();
        Path parent = parent(place);
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            throw there(place);
        }
        Path unfinished = unfinished(parent, place);
        try {
            Path whole = unfinished.resolve("patch");
            try (OutputStream out = Files.newOutputStream(whole)) {
                writePatch(snapshot, paths, out);
            }
            Files.move(whole, place);
            return new Restored.Patch(Files.size(place));
        } catch (FileAlreadyExistsException late) {
            throw there(place);
        } finally {
            ScratchIndex.delete(unfinished);
        }
    }

    private static Path unfinished(Path parent, Path place) throws IOException {
        return Files.createTempDirectory(parent, "." + place.getFileName() + "-herald-restore");
    }

    /** The patch from the snapshot's base to it. */
    void writePatch(Snapshot snapshot, List<String> paths, OutputStream out) throws IOException, InterruptedException {
        GitCommand command = differences.patch(base(snapshot), snapshot.id(), paths, false);
        GitResult result = git.run(command, output -> output.transferTo(out));
        out.flush();
        result.orThrow(command);
    }

    private String base(Snapshot snapshot) throws IOException, InterruptedException {
        String base = snapshot.base();
        return base == null ? differences.emptyTree() : base;
    }

    private Restored directory(Snapshot snapshot, Path directory, List<String> paths)
            throws IOException, InterruptedException {
        Path place = directory.toAbsolutePath().normalize();
        Path parent = parent(place);
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS) && !isEmptyDirectory(place)) {
            throw new SnapshotException(place + " is there already, and is no empty directory: give one that is not");
        }
        refuseInside(parent.toRealPath().resolve(place.getFileName()));
        Path unfinished = unfinished(parent, place);
        try {
            Path files = Files.createDirectory(unfinished.resolve("files"));
            long count =
                    new CheckOut(git, repository).write(snapshot, files, paths).size();
            Files.move(files, place, StandardCopyOption.ATOMIC_MOVE);
            return new Restored.Directory(count);
        } finally {
            ScratchIndex.delete(unfinished);
        }
    }

    /** Files that appear among those that are worked on would soon be in the next snapshot. */
    private void refuseInside(Path place) throws SnapshotException {
        if (place.startsWith(repository.gitDirectory())
                || place.startsWith(repository.commonDirectory())
                || place.startsWith(repository.workTree())) {
            throw new SnapshotException(place + " is inside the repository, where it would be one more change: give a"
                    + " directory beside it, such as " + suggestion());
        }
    }

    private String suggestion() {
        Path name = repository.workTree().getFileName();
        return "../" + (name == null ? "work" : name) + "-restored";
    }

    private static boolean isEmptyDirectory(Path place) throws IOException {
        if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(place)) {
            return entries.findAny().isEmpty();
        }
    }

    private static Path parent(Path place) throws SnapshotException {
        Path parent = place.getParent();
        if (parent == null || place.getFileName() == null || !Files.isDirectory(parent)) {
            throw new SnapshotException("there is no directory " + parent + " to make " + place + " in: make it first");
        }
        return parent;
    }

    private static SnapshotException there(Path place) {
        return new SnapshotException(place + " is there already: give a name that is not");
    }

    private GitCommand command(String... arguments) {
        return GitCommand.in(repository.workTree(), arguments);
    }

    private GitCommand command(List<String> arguments) {
        return GitCommand.in(repository.workTree(), arguments);
    }
}
