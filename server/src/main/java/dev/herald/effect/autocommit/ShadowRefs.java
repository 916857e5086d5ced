package dev.herald.effect.autocommit;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitResult;
import dev.herald.git.Refs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves snapshot refs, each only from where it was seen.
 *
 * <p>A ref cannot be a directory of others: where {@code refs/herald/a} is left of a branch that is gone and the branch
 * is {@code a/b} now, or the other way round, the old ref is renamed to {@code refs/herald/a@<start of its hash>} (and
 * {@code refs/herald/a@<hash>/b}). It keeps all its snapshots and stays where they are looked for.
 */
final class ShadowRefs {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowRefs.class);
    static final String PREFIX = "refs/herald/";
    private static final int HASH_LENGTH = 12;

    private final Git git;
    private final Path directory;

    /** @param directory the work tree */
    ShadowRefs(Git git, Path directory) {
        this.git = git;
        this.directory = directory;
    }

    /** @param from the commit that it has, empty where there is no such ref */
    void move(String ref, String from, String to) throws IOException, InterruptedException {
        Refs refs = new Refs(git, directory);
        GitResult result = refs.move(update(moving(ref, from, to)), ref, to);
        if (result instanceof GitResult.Failed failed) {
            Trouble.throwIfDisk(failed.messages());
            if (makeWay(ref)) {
                refs.move(update(moving(ref, from, to)), ref, to).orThrow(update(""));
                return;
            }
            if (failed.messages().contains("but expected") || failed.messages().contains("already exists")) {
                throw new Trouble(Reason.HEAD_MOVED);
            }
        }
        result.orThrow(update(""));
    }

    /** Puts a ref back to what it had, or removes it where that is nothing, if it still has what it was moved to. */
    void takeBack(String ref, String from, String to) throws InterruptedException {
        String back = from.isEmpty() ? "delete " + ref + "\0" + to + "\0" : moving(ref, to, from);
        if (git.run(update(back)) instanceof GitResult.Failed failed) {
            LOG.warn("{} cannot be put back: {}", ref, failed.reason());
        }
    }

    private static String moving(String ref, String from, String to) {
        return "update " + ref + "\0" + to + "\0" + (from.isEmpty() ? "0".repeat(to.length()) : from) + "\0";
    }

    /** Renames what stands in the way; whether there was something. */
    private boolean makeWay(String wanted) throws IOException, InterruptedException {
        StringBuilder moves = new StringBuilder();
        refs().forEach((ref, hash) -> {
            boolean isAbove = wanted.startsWith(ref + "/");
            boolean isBelow = ref.startsWith(wanted + "/");
            if (isAbove || isBelow) {
                String kept = isAbove ? ref : wanted;
                String other = kept + "@" + hash.substring(0, HASH_LENGTH) + ref.substring(kept.length());
                moves.append("update ").append(other).append('\0').append(hash).append("\0\0");
                moves.append("delete ").append(ref).append('\0').append(hash).append('\0');
            }
        });
        if (moves.isEmpty()) {
            return false;
        }
        git.ask(update(moves.toString()));
        return true;
    }

    private Map<String, String> refs() throws IOException, InterruptedException {
        byte[] output = git.ask(GitCommand.in(directory, "for-each-ref", "--format=%(objectname) %(refname)", PREFIX))
                .output();
        Map<String, String> refs = new LinkedHashMap<>();
        new String(output, StandardCharsets.ISO_8859_1)
                .lines()
                .map(line -> line.split(" ", 2))
                .forEach(parts -> refs.put(parts[1], parts[0]));
        return refs;
    }

    private GitCommand update(String transaction) {
        return GitCommand.in(directory, "update-ref", "-m", "herald", "-z", "--stdin", "--no-deref")
                .reading(transaction.getBytes(StandardCharsets.ISO_8859_1));
    }
}
