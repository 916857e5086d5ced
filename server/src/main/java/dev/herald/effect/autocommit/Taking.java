package dev.herald.effect.autocommit;

import dev.herald.git.Git;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Has git take files into the private index: all at once, and where that does not go, so that it is known which of them
 * git cannot take, and for which a filter does not end. Files that no filter is for never wait for those of others. One
 * thread, one round.
 */
final class Taking {
    private final Git git;
    private final PrivateIndex index;
    private final Path top;
    private final SlowFilters filters;
    private final Set<TreePath> failed = new LinkedHashSet<>();
    private final Set<TreePath> late = new LinkedHashSet<>();

    /** @param top of the work tree */
    Taking(Git git, PrivateIndex index, Path top, SlowFilters filters) {
        this.git = git;
        this.index = index;
        this.top = top;
        this.filters = filters;
    }

    /** What git could not take. */
    Set<TreePath> failed() {
        return failed;
    }

    /** What a filter did not end for, or had no time for. */
    Set<TreePath> late() {
        return late;
    }

    void take(List<TreePath> paths) throws IOException, InterruptedException {
        if (paths.isEmpty()) {
            return;
        }
        Optional<Duration> limit = filters.isSuspicious() ? Optional.empty() : filters.forAll();
        if (limit.isEmpty()) {
            takeWithCare(paths);
            return;
        }
        long began = filters.nanos();
        switch (index.stage(paths, limit.get())) {
            case ALL -> {}
            case NONE -> {
                if (paths.size() == 1) {
                    failed.add(paths.getFirst());
                } else {
                    int half = paths.size() / 2;
                    take(paths.subList(0, half));
                    take(paths.subList(half, paths.size()));
                }
            }
            case TIMED_OUT -> {
                filters.spent(began);
                takeWithCare(paths);
            }
        }
    }

    /** Those that no filter is for at once, the others one by one, so that the one that hangs is known. */
    private void takeWithCare(List<TreePath> paths) throws IOException, InterruptedException {
        Map<TreePath, String> named = SlowFilters.of(git, index, paths);
        Map<TreePath, String> filtered = new LinkedHashMap<>();
        for (TreePath path : paths) {
            String filter = named.get(path);
            if (filter != null) {
                filtered.put(path, filter);
            }
        }
        takeUnfiltered(
                paths.stream().filter(path -> !filtered.containsKey(path)).toList());
        Map<TreePath, String> slow = new LinkedHashMap<>();
        for (Map.Entry<TreePath, String> one : filtered.entrySet()) {
            TreePath path = one.getKey();
            String filter = one.getValue();
            if (filters.isHopeless(filter)) {
                slow.put(path, filter);
                continue;
            }
            Optional<Duration> limit = filters.forOne();
            if (limit.isEmpty()) {
                late.add(path);
                filters.owe();
            } else if (!takeOne(path, limit.get())) {
                filters.late(filter);
                slow.put(path, filter);
            }
        }
        for (Map.Entry<TreePath, String> one : slow.entrySet()) {
            Optional<Stamp> stamp = Stamp.of(one.getKey().in(top));
            Optional<Duration> rest = filters.hasHung(one.getValue()) ? Optional.empty() : filters.left();
            if (rest.isEmpty() || !takeOne(one.getKey(), rest.get())) {
                late.add(one.getKey());
                filters.hangs(one.getKey(), one.getValue(), stamp);
            }
        }
    }

    /** Whether that came to an end. */
    private boolean takeOne(TreePath path, Duration limit) throws IOException, InterruptedException {
        long began = filters.nanos();
        PrivateIndex.Taken taken = index.stage(List.of(path), limit);
        filters.spent(began);
        switch (taken) {
            case ALL -> filters.ended(path);
            case NONE -> failed.add(path);
            case TIMED_OUT -> {}
        }
        return taken != PrivateIndex.Taken.TIMED_OUT;
    }

    /** Finds by halves which files git cannot take, where no filter can be what takes long. */
    private void takeUnfiltered(List<TreePath> paths) throws IOException, InterruptedException {
        PrivateIndex.Taken taken = paths.isEmpty() ? PrivateIndex.Taken.ALL : index.stage(paths, filters.limit());
        if (taken == PrivateIndex.Taken.TIMED_OUT) {
            throw new Trouble(Reason.TIMED_OUT);
        }
        if (taken == PrivateIndex.Taken.NONE && paths.size() == 1) {
            failed.add(paths.getFirst());
        } else if (taken == PrivateIndex.Taken.NONE) {
            int half = paths.size() / 2;
            takeUnfiltered(paths.subList(0, half));
            takeUnfiltered(paths.subList(half, paths.size()));
        }
    }
}
