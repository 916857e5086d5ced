package dev.herald.projection.delivery;

import dev.herald.event.Position;
import dev.herald.projection.Members;
import dev.herald.projection.work.ProjectSettings;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The deployments to production that ended, in the order in which they did, and which of them went wrong: a success that
 * was followed by a rollback in its environment, or that another deployment or an incident names as its cause.
 */
final class Production {
    private static final List<String> ENVIRONMENTS = List.of("production", "prod", "live");
    private static final List<String> INCIDENT_LABELS = List.of("incident", "outage");

    private final List<Deployment> ended = new ArrayList<>();
    private final Set<String> failed = new HashSet<>();
    private final Map<String, List<Position>> blame = new HashMap<>();
    private final List<CommitMade> commits;
    private boolean hasAny;

    Production(ProjectDelivery delivery, ProjectSettings settings) {
        commits = delivery.commits();
        Set<String> environments = names(settings.members(), ENVIRONMENTS, "production");
        Set<String> labels = names(settings.members(), INCIDENT_LABELS, "incident_labels", "incident-labels");
        for (Deployment deployment : delivery.deployments()) {
            if (environments.contains(deployment.environment())) {
                hasAny = true;
                if (deployment.ended() != null) {
                    ended.add(deployment);
                }
            }
            if (deployment.causedBy() != null) {
                blame(deployment.causedBy(), deployment.begun());
            }
        }
        for (Issue issue : delivery.issues()) {
            if (issue.causedBy() != null && issue.labels().stream().anyMatch(labels::contains)) {
                blame(issue.causedBy(), issue.opened());
            }
        }
        ended.sort(Comparator.comparing(Production::end));
        Map<String, Deployment> last = new HashMap<>();
        for (Deployment deployment : succeeded()) {
            Deployment before = last.put(deployment.environment(), deployment);
            if (before != null && deployment.isRollback()) {
                blame(before.id(), end(deployment));
            }
        }
        succeeded().stream().map(Deployment::id).filter(blame::containsKey).forEach(failed::add);
    }

    private static Set<String> names(Members settings, List<String> otherwise, String... names) {
        for (String name : names) {
            List<String> own = settings.references(name);
            if (!own.isEmpty()) {
                return Set.copyOf(own);
            }
        }
        return Set.copyOf(otherwise);
    }

    private void blame(String deployment, Position by) {
        blame.computeIfAbsent(deployment, any -> new ArrayList<>()).add(by);
    }

    /** Whether there ever was one, ended or not. */
    boolean hasAny() {
        return hasAny;
    }

    List<Deployment> ended() {
        return ended;
    }

    List<Deployment> succeeded() {
        return ended.stream().filter(Deployment::hasSucceeded).toList();
    }

    boolean wentWrong(Deployment deployment) {
        return failed.contains(deployment.id());
    }

    /** What says that it went wrong. */
    List<Position> blame(Deployment deployment) {
        return blame.getOrDefault(deployment.id(), List.of());
    }

    /** The next success in its environment that did not go wrong itself; null where there was none yet. */
    @Nullable
    Deployment recovery(Deployment failure) {
        for (Deployment next : succeeded()) {
            if (end(next).isAfter(end(failure))
                    && next.environment().equals(failure.environment())
                    && !wentWrong(next)) {
                return next;
            }
        }
        return null;
    }

    /** A commit and the first deployment that contained it. */
    record First(CommitMade commit, Deployment deployment) {}

    List<First> firsts() {
        BitSet seen = new BitSet();
        List<First> firsts = new ArrayList<>();
        for (Deployment deployment : succeeded()) {
            int[] contained = deployment.commits();
            for (int place : contained == null ? new int[0] : contained) {
                if (!seen.get(place)) {
                    seen.set(place);
                    firsts.add(new First(commits.get(place), deployment));
                }
            }
        }
        return firsts;
    }

    static Position end(Deployment deployment) {
        return Objects.requireNonNull(deployment.ended(), "it has ended");
    }
}
