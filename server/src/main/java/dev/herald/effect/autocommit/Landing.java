package dev.herald.effect.autocommit;

import dev.herald.git.Git;
import dev.herald.git.GitCall;
import dev.herald.git.GitCommand;
import dev.herald.git.GitException;
import dev.herald.git.GitResult;
import dev.herald.git.Refs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings a finished commit into the user's index and onto the branch, and takes the first back where the second fails. A
 * note in our own directory says what is under way, for the case that the process is killed between the two. One thread.
 */
final class Landing {
    /** How often a new index is made because the user's became another. */
    private static final int TRIES = 5;

    private final Workshop workshop;
    private final Git git;
    private final OthersAtWork others;
    private final IndexSwap swap;
    private final Intent intent;
    private final Refs refs;

    Landing(Workshop workshop, OthersAtWork others) {
        this.workshop = workshop;
        this.git = workshop.git();
        this.others = others;
        this.swap = new IndexSwap(workshop);
        this.intent = new Intent(workshop.settings().own());
        this.refs = new Refs(git, workshop.repository().workTree());
    }

    void land(Branch on, String tree, String hash, PrivateIndex committed) throws IOException, InterruptedException {
        PrivateIndex next = committed;
        Optional<Stamp> seen = on.seen();
        for (int i = 0; i < TRIES; i++) {
            Optional<Stamp> now = Stamp.of(workshop.userIndex());
            if (!now.equals(seen)) {
                // Somebody looked at the state, which refreshes the index, or staged something.
                seen = now;
                next = again(on, tree);
            }
            // All that takes long comes before the wait, and what follows it is short.
            PrivateIndex before = workshop.index("before");
            before.copy(workshop.userIndex());
            Path ready = swap.prepare(next.file());
            String mark = Intent.mark(ready);
            try (GitCall move = begin(mover(workshop))) {
                if (swap(on, hash, ready, seen)) {
                    workshop.witness().at(Step.SWAPPED);
                    move(move, on, hash, seen.isPresent() ? before : null, mark);
                    return;
                }
            }
        }
        intent.clear();
        throw new Trouble(Reason.REPOSITORY_BUSY);
    }

    private boolean swap(Branch on, String hash, Path ready, Optional<Stamp> seen)
            throws IOException, InterruptedException {
        try {
            intent.write(new Intent.Note(on.ref(), on.head().hash(), hash, Intent.mark(ready)));
            workshop.witness().at(Step.PREPARED);
            others.await();
            return swap.swap(ready, seen);
        } catch (IOException | InterruptedException e) {
            intent.clear();
            throw e;
        } finally {
            Files.deleteIfExists(ready);
        }
    }

    /** Reading its settings is most of what it takes, and is done by the time that it gets its input. */
    private GitCall begin(GitCommand command) throws IOException {
        try {
            return git.begin(command);
        } catch (GitException e) {
            intent.clear();
            throw e;
        }
    }

    private void move(GitCall move, Branch on, String hash, @Nullable PrivateIndex before, String mark)
            throws IOException, InterruptedException {
        // A hook of the user's runs after the ref has moved, too: what was ended then has done its work, and to put the
        // index back would stage the reverse of it. Where the ref cannot be read, the note stays for the next run.
        GitResult result = refs.settled(move.finish(order(on.ref(), on.head().hash(), hash)), on.ref(), hash);
        if (!(result instanceof GitResult.Done)) {
            Optional<Stamp> ours = Stamp.of(workshop.userIndex());
            if (before != null
                    && ours.isPresent()
                    && Intent.mark(workshop.userIndex()).equals(mark)) {
                swap.swap(swap.prepare(before.file()), ours);
            }
            intent.clear();
            if (result instanceof GitResult.Failed failed && failed.messages().contains("cannot lock ref")) {
                throw new Trouble(Reason.HEAD_MOVED);
            }
            if (result instanceof GitResult.Failed failed && failed.messages().contains("aborted by hook")) {
                throw new Trouble(Reason.HOOK_FAILED);
            }
            if (result instanceof GitResult.Stopped stopped && stopped.reason() == GitResult.Reason.TIMED_OUT) {
                throw new Trouble(
                        Reason.HOOK_TIMEOUT,
                        "The branch did not move in time, maybe for the hook reference-transaction: it was ended, and"
                                + " nothing was changed. Make it faster, or allow it more time.");
            }
            result.orThrow(mover(workshop));
        }
        intent.clear();
    }

    /** Moves a branch on from where it was seen: says its input. */
    private static byte[] order(String ref, String from, String to) {
        String old = from.isEmpty() ? "0".repeat(to.length()) : from;
        return ("update " + ref + "\0" + to + "\0" + old + "\0").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static GitCommand mover(Workshop workshop) {
        // As a commit of the user does, it runs their hook reference-transaction.
        return GitCommand.in(
                        workshop.repository().workTree(),
                        "update-ref",
                        "-m",
                        "commit (herald): auto-commit",
                        "-z",
                        "--stdin")
                .within(Duration.ofMillis(workshop.settings().pace().hookMillis()))
                .asUser();
    }

    /** From the user's index as it is now, with what the commit changes. */
    private PrivateIndex again(Branch on, String tree) throws IOException, InterruptedException {
        PrivateIndex next = workshop.index("next");
        next.copy(workshop.userIndex());
        String from = on.head().isNone()
                ? git.ask(next.command("mktree")).text()
                : on.head().tree();
        if (!Tip.of(git, workshop.repository().workTree(), List.of(on.ref()))
                .getFirst()
                .hash()
                .equals(on.head().hash())) {
            throw new Trouble(Reason.HEAD_MOVED);
        }
        byte[] staged = git.ask(next.command("diff-index", "--cached", "-z", "--name-only", from))
                .output();
        if (staged.length > 0) {
            throw new Trouble(Reason.STAGED_CHANGES);
        }
        next.put(entries(next, from, tree));
        // So that git need not read these files to see that they are unchanged; some may have changed again.
        next.refresh(Duration.ofMillis(workshop.settings().pace().busyMillis()));
        return next;
    }

    /** What makes one tree of another. */
    private Map<TreePath, Change.Entry> entries(PrivateIndex index, String from, String to)
            throws IOException, InterruptedException {
        Map<TreePath, Change.Entry> entries = new LinkedHashMap<>();
        byte[] differences =
                git.ask(index.command("diff-tree", "-r", "-z", from, to)).output();
        String[] parts = new String(differences, StandardCharsets.ISO_8859_1).split("\0");
        for (int i = 0; i + 1 < parts.length; i += 2) {
            String[] line = parts[i].split(" ");
            entries.put(new TreePath(parts[i + 1]), new Change.Entry(line[1], line[3]));
        }
        return entries;
    }

    /**
     * Finishes, or takes back, what a killed process was about, or a run whose end could not be known. Nothing to do in
     * nearly all cases.
     */
    void recover() throws IOException, InterruptedException {
        Optional<Intent.Note> left = intent.read();
        if (left.isPresent()) {
            Intent.Note note = left.get();
            Path index = workshop.userIndex();
            if (Files.exists(index) && Intent.mark(index).equals(note.mark())) {
                // The index has what the branch has not: the commit is there, and belongs there.
                GitCommand finish = mover(workshop).reading(order(note.ref(), note.from(), note.to()));
                if (!(refs.move(finish, note.ref(), note.to()) instanceof GitResult.Done)) {
                    takeBack(note);
                }
            }
            intent.clear();
        }
    }

    /** Else what the branch will not have would stay staged. */
    private void takeBack(Intent.Note note) throws IOException, InterruptedException {
        Optional<Stamp> ours = Stamp.of(workshop.userIndex());
        PrivateIndex next = workshop.index("next");
        next.copy(workshop.userIndex());
        String from = note.from().isEmpty() ? git.ask(next.command("mktree")).text() : note.from();
        next.put(entries(next, note.to(), from));
        swap.swap(swap.prepare(next.file()), ours);
        next.delete();
    }
}
