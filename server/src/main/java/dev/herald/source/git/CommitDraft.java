package dev.herald.source.git;

import dev.herald.event.payload.Commit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A commit as it is read, held below what an event may have. One thread. */
final class CommitDraft {
    /** Characters of the message. */
    static final int MESSAGE_LENGTH_MAX = 16_384;

    private static final int NAME_LENGTH_MAX = 256;

    private final FoundCommit commit;
    private final boolean hasFiles;
    private final boolean isCounted;
    private final PathList files = new PathList(PathList.COMMIT_COUNT_MAX);
    private String author = "";
    private @Nullable String email;
    private List<String> parents = List.of();
    private String message = "";
    private @Nullable String committedAt;
    private boolean isCut;
    private long insertions;
    private long deletions;

    /**
     * @param hasFiles whether its files are told
     * @param isCounted whether their lines are
     */
    CommitDraft(FoundCommit commit, boolean hasFiles, boolean isCounted) {
        this.commit = commit;
        this.hasFiles = hasFiles;
        this.isCounted = isCounted;
    }

    void author(String name) {
        author = cut(name, NAME_LENGTH_MAX);
    }

    void email(String address) {
        email = address.isEmpty() ? null : cut(address, NAME_LENGTH_MAX);
    }

    /** Their hashes, with blanks between. */
    void parents(String hashes) {
        parents = hashes.isBlank() ? List.of() : List.of(hashes.strip().split(" "));
    }

    void committedAt(String moment) {
        committedAt = moment.isEmpty() ? null : moment;
    }

    void message(String text, boolean isCutBefore) {
        String whole = text.stripTrailing();
        message = cut(whole, MESSAGE_LENGTH_MAX);
        isCut |= isCutBefore || message.length() < whole.length();
    }

    /** {@code <insertions> TAB <deletions> TAB <path>}, where a file that is no text has hyphens. */
    void counted(String line) {
        String[] parts = line.split("\t", 3);
        if (parts.length == 3) {
            insertions += number(parts[0]);
            deletions += number(parts[1]);
            file(parts[2]);
        }
    }

    void file(String path) {
        files.add(path);
    }

    Commit payload() {
        String branch = Branches.shortName(commit.branch());
        return new Commit(
                commit.hash(),
                message,
                author,
                files.paths(),
                branch.length() > NAME_LENGTH_MAX ? null : branch,
                isCounted ? (Integer) (int) Math.min(Integer.MAX_VALUE, insertions) : null,
                isCounted ? (Integer) (int) Math.min(Integer.MAX_VALUE, deletions) : null,
                new Commit.Details(
                        hasFiles ? (Integer) files.count() : null,
                        !hasFiles || isCut || files.isCut(),
                        committedAt,
                        TaskReferences.in(message),
                        email,
                        parents));
    }

    private static long number(String digits) {
        return digits.chars().allMatch(Character::isDigit) && digits.length() < 19 && !digits.isEmpty()
                ? Long.parseLong(digits)
                : 0;
    }

    private static String cut(String text, int lengthMax) {
        if (text.length() <= lengthMax) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(lengthMax - 1)) ? lengthMax - 1 : lengthMax;
        return text.substring(0, end);
    }
}
