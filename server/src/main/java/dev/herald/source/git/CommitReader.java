package dev.herald.source.git;

import dev.herald.event.payload.Commit;
import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what is in commits; of a merge, what differs from its first parent. Runs on the watch's thread; blocks. */
final class CommitReader {
    private static final Duration TOGETHER = Duration.ofSeconds(60);
    private static final Duration ALONE = Duration.ofSeconds(30);
    private static final String FORMAT = "--format=tformat:%H%x00%an%x00%ae%x00%cI%x00%P%x00%B%x00";

    private final Git git;
    private final Watched watched;

    CommitReader(Git git, Watched watched) {
        this.git = git;
        this.watched = watched;
    }

    /** How much of a commit is asked for. */
    private enum Form {
        /** Its files, and their lines. */
        COUNTED,
        /** Its files. */
        NAMED,
        /** What it says itself, and nothing of its files. */
        BARE
    }

    /** In the same order. What is not here, or cannot be found out in a reasonable time, is left open. */
    List<Commit> read(List<FoundCommit> found) throws IOException, InterruptedException {
        List<Commit> commits = new ArrayList<>();
        Set<String> cut = cut();
        boolean isWhole = found.stream().noneMatch(one -> cut.contains(one.hash()));
        if (isWhole
                && run(found, Form.COUNTED, TOGETHER, commits) instanceof GitResult.Done
                && commits.size() == found.size()) {
            return commits;
        }
        commits.clear();
        for (FoundCommit one : found) {
            commits.add(alone(one, cut.contains(one.hash())));
        }
        return commits;
    }

    /**
     * A commit by itself: as it may be more than git can compare in a reasonable time, or a partial clone may lack what
     * is in its files, or even which they are.
     *
     * @param isCut whether the clone has nothing to compare it with
     */
    private Commit alone(FoundCommit one, boolean isCut) throws IOException, InterruptedException {
        for (Form form : isCut ? List.of(Form.BARE) : List.of(Form.values())) {
            List<Commit> alone = new ArrayList<>();
            GitResult result = run(List.of(one), form, ALONE, alone);
            if (result instanceof GitResult.Done && alone.size() == 1) {
                return alone.getFirst();
            }
            if (form == Form.BARE) {
                result.orThrow(watched.command("log", one.hash()));
            }
        }
        throw new IOException("git shows no commit " + one.hash());
    }

    /** The commits at which a shallow clone ends: to git they look as if everything in them were new. */
    private Set<String> cut() throws IOException {
        try {
            Path file = watched.repository().commonDirectory().resolve("shallow");
            return Set.copyOf(Files.readAllLines(file, StandardCharsets.US_ASCII));
        } catch (NoSuchFileException whole) {
            return Set.of();
        }
    }

    private GitResult run(List<FoundCommit> found, Form form, Duration limit, List<Commit> commits)
            throws InterruptedException {
        StringBuilder hashes = new StringBuilder();
        found.forEach(commit -> hashes.append(commit.hash()).append('\n'));
        GitCommand command = command(form).reading(hashes.toString()).within(limit);
        return git.run(command, output -> parse(new Pieces(output), found, form, commits));
    }

    private GitCommand command(Form form) {
        List<String> common = List.of("--stdin", "--encoding=UTF-8", FORMAT);
        List<String> arguments = new ArrayList<>(
                switch (form) {
                    case COUNTED, NAMED ->
                        List.of(
                                "-r",
                                "--root",
                                "--always",
                                "--diff-merges=first-parent",
                                "--no-textconv",
                                form == Form.COUNTED ? "--numstat" : "--name-only");
                    case BARE -> List.of("log", "--no-walk=unsorted", "--no-show-signature", "-s", "-z");
                });
        arguments.addAll(common);
        return form == Form.BARE ? watched.command(arguments) : watched.comparing("diff-tree", arguments);
    }

    private static void parse(Pieces pieces, List<FoundCommit> found, Form form, List<Commit> commits)
            throws IOException {
        String hash = pieces.next();
        for (FoundCommit expected : found) {
            if (hash == null) {
                return;
            }
            if (!hash.equals(expected.hash())) {
                throw new IOException("git shows " + hash + " where " + expected.hash() + " is due");
            }
            CommitDraft commit = new CommitDraft(expected, form != Form.BARE, form == Form.COUNTED);
            commit.author(text(pieces));
            commit.email(text(pieces));
            commit.committedAt(text(pieces));
            commit.parents(text(pieces));
            commit.message(text(pieces), pieces.isCut());
            // The end of the format, then the files, which some versions set off with a line feed.
            text(pieces);
            hash = pieces.next();
            if (hash != null && hash.startsWith("\n")) {
                hash = hash.substring(1);
            }
            while (hash != null && form != Form.BARE && !(form == Form.COUNTED && Hashes.isHash(hash))) {
                if (form == Form.COUNTED) {
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
