package dev.herald.effect.autocommit;

import dev.herald.git.Git;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    private static final String BASE = "Herald-Base: ";

    /** The commits of refs by their full names, in order. */
    static List<Tip> of(Git git, PrivateIndex index, List<String> refs) throws IOException, InterruptedException {
        List<String> names = refs.stream().map(ref -> ref + "^{commit}").toList();
        return Objects.of(git, index, names).stream()
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

    boolean isNone() {
        return hash.isEmpty();
    }
}
