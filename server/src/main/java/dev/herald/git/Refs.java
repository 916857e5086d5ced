package dev.herald.git;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Says of refs where they are. A call that was to move one may have done so though it did not end well: it was ended
 * while a hook ran that git runs after the move. So who would undo something reads the ref first. Any thread; blocks.
 */
public final class Refs {
    private final Git git;
    private final Path directory;

    /** @param directory a work tree or a git directory */
    public Refs(Git git, Path directory) {
        this.git = git;
        this.directory = directory;
    }

    /**
     * The hash that a ref has, also of an object that is missing; empty where there is no such ref.
     *
     * @param ref by its full name
     * @throws GitException where that cannot be known
     */
    public Optional<String> read(String ref) throws GitException, InterruptedException {
        GitCommand command = GitCommand.in(directory, "rev-parse", "--verify", "--quiet", ref);
        return switch (git.run(command)) {
            case GitResult.Done done -> Optional.of(done.text());
            case GitResult.Failed failed -> {
                if (failed.status() == 1) {
                    yield Optional.empty();
                }
                throw new GitException(command + ": " + failed.reason());
            }
            case GitResult.Stopped stopped -> throw new GitException(command + ": " + stopped.detail());
        };
    }

    /**
     * Runs a call that moves a ref.
     *
     * @return that it is done also where it was stopped, or failed, after it had moved the ref
     * @throws GitException where it did not end well and the ref cannot be read
     */
    public GitResult move(GitCommand update, String ref, String to) throws GitException, InterruptedException {
        return settled(git.run(update), ref, to);
    }

    /** What a call has come to that was to move a ref, as {@link #move} says. */
    public GitResult settled(GitResult result, String ref, String to) throws GitException, InterruptedException {
        return switch (result) {
            case GitResult.Done done -> done;
            case GitResult.Failed failed -> hasReached(ref, to) ? done(failed.messages()) : failed;
            case GitResult.Stopped stopped -> hasReached(ref, to) ? done(stopped.detail()) : stopped;
        };
    }

    /** Whether a ref has a commit, or has had it and somebody committed after it. */
    private boolean hasReached(String ref, String commit) throws GitException, InterruptedException {
        Optional<String> now = read(ref);
        if (now.isEmpty() || now.get().equals(commit)) {
            return now.isPresent();
        }
        return git.run(GitCommand.in(directory, "merge-base", "--is-ancestor", commit, now.get()))
                instanceof GitResult.Done;
    }

    private static GitResult done(String messages) {
        return new GitResult.Done(new byte[0], messages);
    }
}
