package dev.herald.effect.autocommit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the last snapshot has that HEAD has not, so that a file which has not changed since need not be read, nor counts
 * again: so more files than one snapshot may take come into it one part after the other. One thread.
 */
final class Earlier {
    /** Files remembered; what is beyond is read again. */
    private static final int FILES_MAX = 200_000;

    private final Path top;
    private Map<TreePath, Saved> saved = Map.of();
    private Set<TreePath> movedOn = Set.of();
    private String hash = "";
    private @Nullable Loader loader;

    Earlier(Path top) {
        this.top = top;
    }

    /** Reads what there was, and remembers it. */
    @FunctionalInterface
    interface Loader {
        void load() throws IOException, InterruptedException;
    }

    /** From here on it knows nothing until it is asked what was saved last. */
    void forgetUntilAsked(Loader from) {
        forget();
        loader = from;
    }

    /**
     * @param stamp how it looked, null where that is not known
     */
    record Saved(Change.Entry entry, @Nullable Stamp stamp) {}

    /** Of which snapshot; empty of none. */
    String hash() {
        return hash;
    }

    /** What was saved of a file that looks as it did then. */
    Optional<Saved> unchanged(TreePath path) {
        Saved one = saved.get(path);
        if (one == null || one.stamp() == null) {
            return Optional.empty();
        }
        try {
            return Stamp.of(path.in(top)).filter(one.stamp()::equals).map(same -> one);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * What was saved last at a path, also that there was nothing any more. Empty where that is what HEAD has, and where
     * HEAD has got something else there since: then that is newer.
     */
    Optional<Change.Entry> last(TreePath path) throws IOException, InterruptedException {
        Loader from = loader;
        if (from != null) {
            loader = null;
            from.load();
        }
        return movedOn.contains(path)
                ? Optional.empty()
                : Optional.ofNullable(saved.get(path)).map(Saved::entry);
    }

    void forget() {
        saved = Map.of();
        movedOn = Set.of();
        hash = "";
        loader = null;
    }

    /**
     * Remembers a snapshot.
     *
     * @param differences {@code git diff-tree -r -z} from HEAD's tree to its tree
     * @param headMoved the paths at which HEAD has something else than when the snapshot was taken
     * @param stamps how its files looked when they were read; those that may have changed unseen are not believed later
     * @param epochMillis when that was
     */
    void remember(
            String snapshot,
            byte[] differences,
            Set<TreePath> headMoved,
            Map<TreePath, Stamp> stamps,
            long epochMillis) {
        Map<TreePath, Saved> all = new HashMap<>();
        String[] parts = new String(differences, StandardCharsets.ISO_8859_1).split("\0");
        for (int i = 0; i + 1 < parts.length && all.size() < FILES_MAX; i += 2) {
            String[] line = parts[i].split(" ");
            TreePath path = new TreePath(parts[i + 1]);
            Stamp stamp = stamps.get(path);
            Change.Entry entry = line[4].equals("D") ? Change.Entry.NOTHING : new Change.Entry(line[1], line[3]);
            all.put(path, new Saved(entry, isSure(stamp, epochMillis) ? stamp : null));
        }
        saved = all;
        movedOn = Set.copyOf(headMoved);
        hash = snapshot;
        loader = null;
    }

    /**
     * The snapshot has these files as they are: after a start, that is found out by reading them once.
     *
     * @return of how many that was not known
     */
    int believe(Map<TreePath, Stamp> stamps, long epochMillis) {
        int more = 0;
        for (Map.Entry<TreePath, Stamp> one : stamps.entrySet()) {
            Saved known = saved.get(one.getKey());
            if (known != null && known.stamp() == null && isSure(one.getValue(), epochMillis)) {
                saved.put(one.getKey(), new Saved(known.entry(), one.getValue()));
                more++;
            }
        }
        return more;
    }

    private static boolean isSure(@Nullable Stamp stamp, long epochMillis) {
        return stamp != null && stamp.kind() != Stamp.Kind.DIRECTORY && !stamp.isFresh(epochMillis);
    }
}
