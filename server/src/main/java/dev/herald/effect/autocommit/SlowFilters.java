package dev.herald.effect.autocommit;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitResult;
import dev.herald.loop.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Filters that a repository's attributes name ({@code clean}, {@code process}) and that do not come to an end: which they
 * are, and for which files, so that the others are saved and nobody waits for these each time. After a while it is tried
 * again.
 *
 * <p>All that filters do in one run together gets the time that a hook gets, and no more: half of what is left for all
 * files at once, then a sixth for each by itself, then what remains for the first that needed longer. So a filter that
 * hangs is named, and the files of others are saved, within that time. A filter that is known to hang gets the sixth
 * alone. One thread.
 */
final class SlowFilters {
    /** So many files a filter may hang for in a run until its others are not tried. */
    private static final int HANGING_MAX = 2;
    /** A look at a work tree may take so many times what one program may, where no filter can be the reason. */
    private static final int LOOK_TIMES = 2;
    /** The part of its time that a look gets while filters run. */
    private static final int LOOK_PART = 3;
    /** The part of its time that a file gets which is tried by itself. */
    private static final int FILE_PART = 6;

    private static final long BELIEVED_MILLIS = TimeUnit.MINUTES.toMillis(15);

    private final long limitNanos;
    private final Clock clock;
    private final Map<TreePath, Hanging> hanging = new LinkedHashMap<>();
    /** Files that a filter did not end for, in this run. */
    private final Map<String, Integer> late = new HashMap<>();
    /** What hung before this run. */
    private Set<String> known = Set.of();

    private boolean isSuspicious;
    private boolean isTreeLarge;
    private boolean isOwed;
    private long until;
    private long spentNanos;

    SlowFilters(CommitPace pace, Clock clock) {
        this.limitNanos = TimeUnit.MILLISECONDS.toNanos(pace.hookMillis());
        this.clock = clock;
    }

    private record Hanging(String filter, Optional<Stamp> stamp) {}

    /** A run begins, with all of its time. */
    void begin() {
        spentNanos = 0;
        isOwed = false;
        late.clear();
        known = isSuspicious()
                ? hanging.values().stream().map(Hanging::filter).collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    /** What one call of git may take that no filter can hold up. */
    Duration limit() {
        return Duration.ofNanos(limitNanos);
    }

    /** What filters may still take in this run; empty for nothing. */
    Optional<Duration> left() {
        return part(1);
    }

    /** What all files together get. */
    Optional<Duration> forAll() {
        return left().map(rest -> rest.dividedBy(2)).filter(Duration::isPositive);
    }

    /** What a file gets that is tried by itself. */
    Optional<Duration> forOne() {
        return part(FILE_PART);
    }

    private Optional<Duration> part(int part) {
        long nanos = Math.min(limitNanos / part, limitNanos - spentNanos);
        return nanos < TimeUnit.MILLISECONDS.toNanos(1) ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }

    /** Filters have had the time since then. */
    void spent(long sinceNanos) {
        spentNanos += clock.nanos() - sinceNanos;
    }

    long nanos() {
        return clock.nanos();
    }

    /** Whether one has been slow lately. */
    boolean isSuspicious() {
        if (isSuspicious && clock.nanos() - until > 0) {
            isSuspicious = false;
            hanging.clear();
        }
        return isSuspicious;
    }

    /** Whether it hung for this file, which has not changed since. */
    boolean isKnown(TreePath path, Optional<Stamp> stamp) {
        Hanging one = isSuspicious() ? hanging.get(path) : null;
        return one != null && one.stamp().equals(stamp);
    }

    private void suspect() {
        isSuspicious = true;
        until = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(BELIEVED_MILLIS);
    }

    /** There was no time for a file: it is the next run's, which comes without a change. */
    void owe() {
        suspect();
        isOwed = true;
    }

    boolean isOwed() {
        return isOwed;
    }

    /** It did not end for one more file, in a part of the time. */
    void late(String filter) {
        late.merge(filter, 1, Integer::sum);
    }

    /** Whether it is not worth trying this one once more in this run. */
    boolean isHopeless(String filter) {
        return late.getOrDefault(filter, 0) >= HANGING_MAX;
    }

    /** Whether it hung in a run before, so that it does not get all the time once more. */
    boolean hasHung(String filter) {
        return known.contains(filter);
    }

    void hangs(TreePath path, String filter, Optional<Stamp> stamp) {
        suspect();
        hanging.put(path, new Hanging(filter, stamp));
    }

    /** It came to an end for this file. */
    void ended(TreePath path) {
        hanging.remove(path);
    }

    /** What to tell people. */
    Optional<Trouble> concern() {
        if (!isSuspicious() || hanging.isEmpty()) {
            return Optional.empty();
        }
        Map.Entry<TreePath, Hanging> first = hanging.entrySet().iterator().next();
        String path = first.getKey().shown();
        String more = hanging.size() == 1 ? "" : " and " + (hanging.size() - 1) + " more";
        return Optional.of(new Trouble(
                Reason.FILTER_TIMEOUT,
                "The filter " + new TreePath(first.getValue().filter()).shown() + " did not end for " + path + more
                        + " in the " + limit().toSeconds()
                        + " s that filters have in one commit; these files are left out, the others are saved: run"
                        + " git add -n " + path + " to see whether it ends, or raise auto-commit-hook-timeout."));
    }

    /** How the work tree stands. */
    WorkTree look(Git git, PrivateIndex index) throws IOException, InterruptedException {
        return WorkTree.parse(compare(git, index, WorkTree.look(index)));
    }

    /** What a comparison tells. Where a filter hangs, content is compared without any, which finds more changed. */
    byte[] compare(Git git, PrivateIndex index, GitCommand command) throws IOException, InterruptedException {
        Duration most = limit().multipliedBy(LOOK_TIMES);
        List<String> off = List.of();
        if (isSuspicious()) {
            off = off(git, index);
        } else if (!isTreeLarge) {
            long began = clock.nanos();
            Duration first = part(LOOK_PART).orElse(Duration.ofMillis(1));
            GitResult result = git.run(command.within(first));
            if (!isLate(result)) {
                return result.orThrow(command).output();
            }
            off = off(git, index);
            if (off.isEmpty()) {
                isTreeLarge = true;
            } else {
                suspect();
                spent(began);
            }
        }
        List<String> arguments = new ArrayList<>(off);
        arguments.addAll(command.arguments());
        return git.ask(index.command(arguments.toArray(String[]::new)).within(most))
                .output();
    }

    private static boolean isLate(GitResult result) {
        return result instanceof GitResult.Stopped stopped && stopped.reason() == GitResult.Reason.TIMED_OUT;
    }

    /** The settings under which no filter runs; none where there is none. */
    private static List<String> off(Git git, PrivateIndex index) throws InterruptedException {
        GitCommand command =
                index.command("config", "-z", "--name-only", "--get-regexp", "^filter\\..*\\.(clean|process)$");
        if (!(git.run(command) instanceof GitResult.Done done)) {
            return List.of();
        }
        TreeSet<String> names = new TreeSet<>();
        for (String key : new String(done.output(), StandardCharsets.UTF_8).split("\0")) {
            names.add(key.substring(0, key.lastIndexOf('.')));
        }
        List<String> settings = new ArrayList<>();
        for (String name : names) {
            for (String setting : List.of(".clean=", ".process=", ".required=false")) {
                settings.addAll(List.of("-c", name + setting));
            }
        }
        return settings;
    }

    /** The filter that the attributes name for each of these; those without one are not in it. */
    static Map<TreePath, String> of(Git git, PrivateIndex index, List<TreePath> paths)
            throws IOException, InterruptedException {
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        for (TreePath path : paths) {
            names.writeBytes(path.bytes());
            names.write(0);
        }
        byte[] told = git.ask(
                        index.command("check-attr", "-z", "--stdin", "filter").reading(names.toByteArray()))
                .output();
        Map<TreePath, String> filters = new HashMap<>();
        String[] parts = new String(told, StandardCharsets.ISO_8859_1).split("\0");
        for (int i = 0; i + 2 < parts.length; i += 3) {
            if (!List.of("unspecified", "unset", "set").contains(parts[i + 2])) {
                filters.put(new TreePath(parts[i]), parts[i + 2]);
            }
        }
        return filters;
    }
}
