package dev.herald.effect.autocommit;

import dev.herald.git.Git;
import dev.herald.git.GitResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Files that somebody told git to take for unchanged ({@code assume-unchanged}) or to leave alone ({@code
 * skip-worktree}): git does not say that they have changed. Which they are is read anew when the index is another. One
 * thread.
 */
final class MarkedFiles {
    private final Workshop workshop;
    private final Git git;
    private @Nullable Stamp seen;
    private List<TreePath> assumed = List.of();
    private List<TreePath> skipped = List.of();

    MarkedFiles(Workshop workshop) {
        this.workshop = workshop;
        this.git = workshop.git();
    }

    /** Takes the marks out of a copy of the user's index, so that git looks at these files as at any. */
    void unmark(PrivateIndex index) throws IOException, InterruptedException {
        read(index);
        clear(index, "--no-assume-unchanged", assumed);
        List<TreePath> there = new ArrayList<>();
        for (TreePath path : skipped) {
            // What is not there was not deleted, it was never checked out.
            if (Stamp.of(path.in(workshop.repository().workTree())).isPresent()) {
                there.add(path);
            }
        }
        clear(index, "--no-skip-worktree", there);
    }

    /** Those that have changed all the same, with the reason why they are not committed. */
    Map<TreePath, LeftOut.Why> changed(PrivateIndex index, SlowFilters filters)
            throws IOException, InterruptedException {
        read(index);
        Map<TreePath, LeftOut.Why> changed = new TreeMap<>();
        if (assumed.isEmpty() && skipped.isEmpty()) {
            return changed;
        }
        PrivateIndex unmarked = workshop.index("unmarked");
        unmarked.copy(workshop.userIndex());
        unmark(unmarked);
        byte[] names = filters.compare(git, unmarked, unmarked.command("diff-files", "-z", "--name-only"));
        for (String name : new String(names, StandardCharsets.ISO_8859_1).split("\0")) {
            TreePath path = new TreePath(name);
            if (assumed.contains(path) || skipped.contains(path)) {
                changed.put(path, LeftOut.Why.MARKED_UNCHANGED);
            }
        }
        unmarked.delete();
        return changed;
    }

    private void read(PrivateIndex index) throws IOException, InterruptedException {
        Optional<Stamp> now = Stamp.of(workshop.userIndex());
        if (now.isPresent() && now.get().equals(seen)) {
            return;
        }
        List<TreePath> assume = new ArrayList<>();
        List<TreePath> skip = new ArrayList<>();
        byte[] told = git.ask(index.command("ls-files", "-v", "-z")).output();
        for (String line : new String(told, StandardCharsets.ISO_8859_1).split("\0")) {
            if (line.isEmpty() || line.charAt(0) == 'H') {
                continue;
            }
            if (Character.isLowerCase(line.charAt(0))) {
                assume.add(new TreePath(line.substring(2)));
            }
            if (Character.toUpperCase(line.charAt(0)) == 'S') {
                skip.add(new TreePath(line.substring(2)));
            }
        }
        assumed = assume;
        skipped = skip.isEmpty() || isSparse(index) ? List.of() : skip;
        seen = now.orElse(null);
    }

    /** In a sparse checkout git itself sees to it that what is there counts. */
    private boolean isSparse(PrivateIndex index) throws InterruptedException {
        return git.run(index.command("config", "--type=bool", "core.sparseCheckout")) instanceof GitResult.Done done
                && done.text().equals("true");
    }

    private void clear(PrivateIndex index, String how, List<TreePath> paths) throws IOException, InterruptedException {
        if (paths.isEmpty()) {
            return;
        }
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        for (TreePath path : paths) {
            names.writeBytes(path.bytes());
            names.write(0);
        }
        git.ask(index.command("update-index", "-z", how, "--stdin").reading(names.toByteArray()));
    }
}
