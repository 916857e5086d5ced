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
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Filters that a repository's attributes name ({@code clean}, {@code process}) and that do not come to an end: which they
 * are, and for which files, so that the others are saved and nobody waits for these each time. After a while it is tried
 * again. One thread.
 */
final class SlowFilters {
    /** So many files a filter may hang for until its others are not tried. */
    private static final int HANGING_MAX = 2;
    /** A look at a work tree may take so many times what one program may. */
    private static final int LOOK_TIMES = 2;

    private static final long BELIEVED_MILLIS = TimeUnit.MINUTES.toMillis(15);

    private final long limitMillis;
    private final Clock clock;
    private final Map<TreePath, Hanging> hanging = new LinkedHashMap<>();
    private boolean isSuspicious;
    private long until;

    SlowFilters(CommitPace pace, Clock clock) {
        this.limitMillis = pace.hookMillis();
        this.clock = clock;
    }

    private record Hanging(String filter, Optional<Stamp> stamp) {}

    /** What one call of git may take that runs filters. */
    Duration limit() {
        return Duration.ofMillis(limitMillis);
    }

    /** Whether one has been hanging lately. */
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

    void suspect() {
        isSuspicious = true;
        until = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(BELIEVED_MILLIS);
    }

    void hangs(TreePath path, String filter, Optional<Stamp> stamp) {
        suspect();
        hanging.put(path, new Hanging(filter, stamp));
    }

    /** Whether it is not worth trying this one once more. */
    boolean isHopeless(String filter) {
        return hanging.values().stream()
                        .filter(one -> one.filter().equals(filter))
                        .count()
                >= HANGING_MAX;
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
                "The filter " + new TreePath(first.getValue().filter()).shown() + " took longer than "
                        + limit().toSeconds() + " s for " + path + more
                        + " and was ended; these files are left out: run git add -n " + path
                        + " to see whether the filter ends."));
    }

    /** How the work tree stands. Where a filter hangs, content is compared without any, which finds more changed. */
    WorkTree look(Git git, PrivateIndex index) throws IOException, InterruptedException {
        GitCommand command = WorkTree.look(index).within(limit().multipliedBy(LOOK_TIMES));
        if (!isSuspicious()) {
            GitResult result = git.run(command);
            boolean isLate =
                    result instanceof GitResult.Stopped stopped && stopped.reason() == GitResult.Reason.TIMED_OUT;
            List<String> off = isLate ? off(git, index) : List.of();
            if (off.isEmpty()) {
                return WorkTree.parse(result.orThrow(command).output());
            }
            suspect();
        }
        List<String> arguments = new ArrayList<>(off(git, index));
        arguments.addAll(command.arguments());
        GitCommand without = index.command(arguments.toArray(String[]::new)).within(command.timeout());
        return WorkTree.parse(git.ask(without).output());
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
