package dev.herald.source.git;

import dev.herald.event.payload.Commit;
import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what is in commits; of a merge, what differs from its first parent. Runs on the watch's thread; blocks. */
final class CommitReader {
    private static final Duration TOGETHER = Duration.ofSeconds(60);
    private static final Duration ALONE = Duration.ofSeconds(30);
    private static final String FORMAT = "--format=tformat:%H%x00%an%x00%cI%x00%B%x00";

    private final Git git;
    private final Watched watched;

    CommitReader(Git git, Watched watched) {
        this.git = git;
        this.watched = watched;
    }

    /**
     * A commit that appeared.
     *
     * @param branch the full name of the one that brought it
     */
    record Found(String hash, String branch) {}

    /** In the same order. */
    List<Commit> read(List<Found> found) throws IOException, InterruptedException {
        List<Commit> commits = new ArrayList<>();
        GitResult result = run(found, "--numstat", TOGETHER, commits);
        if (result instanceof GitResult.Done && commits.size() == found.size()) {
            return commits;
        }
        // One of them may be more than git can compare in a reasonable time: then it goes without counted lines.
        commits.clear();
        for (Found one : found) {
            List<Commit> alone = new ArrayList<>();
            if (!(run(List.of(one), "--numstat", ALONE, alone) instanceof GitResult.Done)) {
                alone.clear();
                run(List.of(one), "--name-only", ALONE, alone).orThrow(watched.command("diff-tree", one.hash()));
            }
            if (alone.size() != 1) {
                throw new IOException("git shows no commit " + one.hash());
            }
            commits.addAll(alone);
        }
        return commits;
    }

    private GitResult run(List<Found> found, String form, Duration limit, List<Commit> commits)
            throws InterruptedException {
        StringBuilder hashes = new StringBuilder();
        found.forEach(commit -> hashes.append(commit.hash()).append('\n'));
        GitCommand command = watched.comparing(
                        "diff-tree",
                        List.of(
                                "--stdin",
                                "-r",
                                "--root",
                                "--always",
                                "--diff-merges=first-parent",
                                "--no-textconv",
                                "--encoding=UTF-8",
                                form,
                                FORMAT))
                .reading(hashes.toString())
                .within(limit);
        return git.run(command, output -> parse(new Pieces(output), found, form.equals("--numstat"), commits));
    }

    private static void parse(Pieces pieces, List<Found> found, boolean isCounted, List<Commit> commits)
            throws IOException {
        String hash = pieces.next();
        for (Found expected : found) {
            if (hash == null) {
                return;
            }
            if (!hash.equals(expected.hash())) {
                throw new IOException("git shows " + hash + " where " + expected.hash() + " is due");
            }
            CommitDraft commit = new CommitDraft(expected);
            commit.author(text(pieces));
            commit.committedAt(text(pieces));
            commit.message(text(pieces), pieces.isCut());
            // The end of the format, then the files, which some versions set off with a line feed.
            text(pieces);
            hash = pieces.next();
            if (hash != null && hash.startsWith("\n")) {
                hash = hash.substring(1);
            }
            while (hash != null && !(isCounted && Hashes.isHash(hash))) {
                if (isCounted) {
                    commit.counted(hash);
                } else {
                    commit.file(hash);
                }
                hash = pieces.next();
            }
            commits.add(commit.payload());
        }
    }

    private static String text(Pieces pieces) throws IOException {
        @Nullable String text = pieces.next();
        if (text == null) {
            throw new IOException("git shows half of a commit");
        }
        return text;
    }
}
