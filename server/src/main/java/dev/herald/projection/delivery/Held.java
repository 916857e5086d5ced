package dev.herald.projection.delivery;

import dev.herald.event.ProjectId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is held of one project while events are folded. One thread; {@link #view} is for any.
 *
 * <p>Commits have their place in a list that only grows. A deployment contains its commit and that one's ancestors, as
 * far as they are known; {@code contained} says by environment which a success has contained already, so that each
 * commit is walked over once an environment. A success whose commit has not been told yet waits for it in {@code
 * awaited}.
 */
final class Held {
    /** Activity that is older than this is of no use to any figure. */
    static final int ACTIVITY_QUARTERS = 10 * 24 * 4;

    static final long QUARTER_MILLIS = 15L * 60 * 1_000;

    final @Nullable ProjectId project;
    final Map<String, PullRequest> pullRequests = new LinkedHashMap<>();
    final Map<String, Issue> issues = new LinkedHashMap<>();
    final Grown<CommitMade> commits = new Grown<>();
    final Map<String, Integer> places = new HashMap<>();
    final Map<String, WorkflowRun> runs = new LinkedHashMap<>();
    final Map<String, Deployment> deployments = new LinkedHashMap<>();
    final Map<String, BitSet> contained = new LinkedHashMap<>();
    final Map<String, List<String>> awaited = new LinkedHashMap<>();
    final Map<String, Reported> quality = new LinkedHashMap<>();
    final Map<String, Suggestion> suggestions = new LinkedHashMap<>();
    final Completions completions = new Completions();
    final List<Long> activity = new ArrayList<>();
    long lastActivityMillis;
    private @Nullable ProjectDelivery view;

    Held(@Nullable ProjectId project) {
        this.project = project;
    }

    ProjectDelivery view() {
        ProjectDelivery made = view;
        if (made == null) {
            made = new ProjectDelivery(
                    List.copyOf(pullRequests.values()),
                    List.copyOf(issues.values()),
                    commits.view(),
                    List.copyOf(runs.values()),
                    List.copyOf(deployments.values()),
                    List.copyOf(quality.values()),
                    List.copyOf(suggestions.values()),
                    List.copyOf(activity),
                    lastActivityMillis);
            view = made;
        }
        return made;
    }

    void change() {
        view = null;
    }

    void active(long millis) {
        lastActivityMillis = Math.max(lastActivityMillis, millis);
        long quarter = Math.floorDiv(millis, QUARTER_MILLIS);
        if (activity.isEmpty() || activity.getLast() < quarter) {
            activity.add(quarter);
            while (activity.getFirst() < quarter - ACTIVITY_QUARTERS) {
                activity.removeFirst();
            }
        }
        change();
    }

    /** Keeps a commit that is told for the first time; answers whether it is. */
    boolean commit(CommitMade commit) {
        if (places.putIfAbsent(commit.hash(), commits.size()) != null) {
            return false;
        }
        commits.add(commit);
        change();
        List<String> waiting = awaited.remove(commit.hash());
        if (waiting != null) {
            waiting.forEach(id -> contain(id));
        }
        return true;
    }

    /** Finds out what a deployment that succeeded is the first to contain, or waits for its commit. */
    void contain(String deploymentId) {
        Deployment deployment = deployments.get(deploymentId);
        if (deployment == null || deployment.commitHash() == null) {
            return;
        }
        Integer place = places.get(deployment.commitHash());
        if (place == null) {
            awaited.computeIfAbsent(deployment.commitHash(), any -> new ArrayList<>())
                    .add(deploymentId);
            return;
        }
        if (commits.get(place).parents() != null) {
            BitSet before = contained.computeIfAbsent(deployment.environment(), any -> new BitSet());
            deployments.put(deploymentId, deployment.containing(walk(place, before)));
            change();
        }
    }

    private int[] walk(int from, BitSet before) {
        List<Integer> found = new ArrayList<>();
        List<Integer> next = new ArrayList<>();
        next.add(from);
        while (!next.isEmpty()) {
            int place = next.removeLast();
            if (!before.get(place)) {
                before.set(place);
                found.add(place);
                List<String> parents = commits.get(place).parents();
                for (String parent : parents == null ? List.<String>of() : parents) {
                    Integer known = places.get(parent);
                    if (known != null) {
                        next.add(known);
                    }
                }
            }
        }
        return found.stream().mapToInt(Integer::intValue).sorted().toArray();
    }
}
