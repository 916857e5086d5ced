package dev.herald.effect.autocommit;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A commit that a ref has, or none.
 *
 * @param hash empty where there is none
 * @param tree of it
 * @param base what its {@code Herald-Base} says; empty where it is no snapshot
 * @param text all of it
 */
record Tip(String hash, String tree, String base, String text) {
    static final Tip NONE = new Tip("", "", "", "");
    /** The base of what was taken before the first commit. */
    static final String NO_BASE = "none";

    private static final String BASE = "Herald-Base: ";

    /** The commits of refs by their full names, in order, as the repository itself has them. */
    static List<Tip> of(Git git, Path workTree, List<String> refs) throws IOException, InterruptedException {
        try {
            return read(git, workTree, refs);
        } catch (IOException e) {
            if (!Trouble.isOfObjects(e)) {
                throw e;
            }
            if (refs.size() == 1) {
                return List.of(NONE); // damaged, which is as good as missing
            }
        }
        List<Tip> each = new ArrayList<>();
        for (String ref : refs) {
            each.addAll(of(git, workTree, List.of(ref)));
        }
        return each;
    }

    private static List<Tip> read(Git git, Path workTree, List<String> refs) throws IOException, InterruptedException {
        List<String> names = refs.stream().map(ref -> ref + "^{commit}").toList();
        return Objects.of(git, arguments -> GitCommand.in(workTree, arguments), names).stream()
                .map(found -> found.hash().isEmpty() ? NONE : parse(found.hash(), found.content()))
                .toList();
    }

    static Tip parse(String hash, byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        String tree = text.substring("tree ".length(), text.indexOf('\n'));
        int at = text.lastIndexOf("\n" + BASE);
        if (at < 0) {
            return new Tip(hash, tree, "", text);
        }
        int from = at + 1 + BASE.length();
        int end = text.indexOf('\n', from);
        String base = text.substring(from, end < 0 ? text.length() : end).strip();
        return new Tip(hash, tree, base, text);
    }

    /** Its first parent; empty for none. */
    String parent() {
        int at = text.indexOf("\nparent ");
        boolean isHeader = at >= 0 && at < text.indexOf("\n\n");
        int from = at + "\nparent ".length();
        return isHeader ? text.substring(from, text.indexOf('\n', from)) : "";
    }

    boolean isNone() {
        return hash.isEmpty();
    }
}
