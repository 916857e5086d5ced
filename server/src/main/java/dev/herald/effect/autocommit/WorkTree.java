package dev.herald.effect.autocommit;

import dev.herald.git.GitCommand;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a work tree stands, as {@code git status} tells it.
 *
 * @param head hash of HEAD's commit, empty where the branch has none yet
 * @param branch the one that is checked out, as bytes; empty where HEAD is detached
 * @param changes against HEAD, in the work tree or the index
 */
record WorkTree(String head, String branch, List<Change> changes) {
    private static final String NO_BRANCH = "(detached)";
    private static final String NO_COMMIT = "(initial)";

    /** Every path by itself, no renames; submodules by their commit, never their content. */
    static GitCommand look(PrivateIndex index) {
        return index.command(
                "status",
                "--porcelain=v2",
                "-z",
                "--branch",
                "--no-ahead-behind",
                "--untracked-files=all",
                "--no-renames",
                "--ignore-submodules=dirty");
    }

    static WorkTree parse(byte[] output) {
        String head = "";
        String branch = "";
        Map<String, Change> changes = new LinkedHashMap<>();
        String text = new String(output, StandardCharsets.ISO_8859_1);
        for (int from = 0, to; from < text.length(); from = to + 1) {
            to = text.indexOf('\0', from);
            String line = text.substring(from, to);
            switch (line.charAt(0)) {
                case '#' -> {
                    if (line.startsWith("# branch.oid ")) {
                        head = valueUnless(NO_COMMIT, line, "# branch.oid ");
                    } else if (line.startsWith("# branch.head ")) {
                        branch = valueUnless(NO_BRANCH, line, "# branch.head ");
                    }
                }
                case '1' -> {
                    Change change = tracked(line.split(" ", 9));
                    changes.put(change.path().raw(), change);
                }
                case 'u' -> {
                    Change change = unmerged(line.split(" ", 11));
                    changes.put(change.path().raw(), change);
                }
                case '?' -> {
                    String path = line.substring(2);
                    changes.merge(path, untracked(path), (known, found) -> known.untrackedToo());
                }
                default -> throw new IllegalStateException("git status told something else: " + line.charAt(0));
            }
        }
        return new WorkTree(head, branch, new ArrayList<>(changes.values()));
    }

    private static String valueUnless(String none, String line, String name) {
        String value = line.substring(name.length());
        return value.equals(none) ? "" : value;
    }

    /** {@code 1 XY sub mH mI mW hH hI path}. */
    private static Change tracked(String[] parts) {
        Change.Entry head = new Change.Entry(parts[3], parts[6]);
        boolean isThere = !parts[5].equals("000000");
        boolean isInIndex = !parts[4].equals("000000");
        // What is only intended to be added has nothing staged yet.
        boolean isStaged = parts[1].charAt(0) != '.';
        boolean isModule = parts[5].equals("160000") || !isThere && parts[4].equals("160000");
        return new Change(
                new TreePath(parts[8]),
                head,
                isModule ? Change.Kind.SUBMODULE : Change.Kind.TRACKED,
                isStaged,
                isThere,
                isInIndex);
    }

    /** {@code u XY sub m1 m2 m3 mW h1 h2 h3 path}. */
    private static Change unmerged(String[] parts) {
        Change.Entry ours = new Change.Entry(parts[4], parts[8]);
        return new Change(new TreePath(parts[10]), ours, Change.Kind.UNMERGED, true, !parts[6].equals("000000"), true);
    }

    private static Change untracked(String path) {
        boolean isNested = path.endsWith("/");
        return new Change(
                new TreePath(isNested ? path.substring(0, path.length() - 1) : path),
                Change.Entry.NOTHING,
                isNested ? Change.Kind.NESTED : Change.Kind.UNTRACKED,
                false,
                true,
                false);
    }
}
