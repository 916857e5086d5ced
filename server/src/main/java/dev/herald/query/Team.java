package dev.herald.query;

import dev.herald.event.Position;
import dev.herald.projection.Percentiles;
import dev.herald.projection.Window;
import dev.herald.projection.delivery.CommitMade;
import dev.herald.projection.delivery.PullRequest;
import dev.herald.projection.work.ProjectSettings;
import dev.herald.projection.work.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who did what: of tasks assigned, commits authored and reviews given in a window. An assignee and an author are one
 * person where the project's settings say so, or where their ids are the same. Nobody is marked or ranked. One thread.
 */
public final class Team {
    private final Map<String, Counted> people = new TreeMap<>();

    /** What is counted of one person. */
    private static final class Counted {
        final List<Double> cycleTimes = new ArrayList<>();
        int inProgress;
        int reviews;
        int commits;
    }

    /** What a person did, by their id. @param cycleTimeP50 seconds; null where they finished nothing */
    public record Person(
            String id, int throughput, @Nullable Double cycleTimeP50, int workInProgress, int reviews, int commits) {}

    private record Name(@Nullable String name, @Nullable String email) {}

    /** Of these projects together. */
    public static List<Person> of(List<ProjectView> views, Window.Timeframe timeframe, long atMillis) {
        Team team = new Team();
        views.forEach(view ->
                team.add(view, Window.ending(atMillis, timeframe, view.project().zone())));
        return team.people.entrySet().stream()
                .map(entry -> person(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Person person(String id, Counted of) {
        double[] cycleTimes =
                of.cycleTimes.stream().mapToDouble(Double::doubleValue).toArray();
        return new Person(
                id, cycleTimes.length, Percentiles.of(cycleTimes).p50(), of.inProgress, of.reviews, of.commits);
    }

    private void add(ProjectView view, Window window) {
        ProjectSettings settings = view.project().settings();
        Map<Name, String> known = new HashMap<>();
        for (Task task : view.work().leaves()) {
            if (task.assignee() != null) {
                task(counted(known, settings, task.assignee(), null), task, window);
            }
        }
        for (PullRequest pull : view.delivery().pullRequests()) {
            if (pull.reviewedMillis() != null && window.contains(pull.reviewedMillis())) {
                pull.reviewers().forEach(reviewer -> counted(known, settings, reviewer, null).reviews++);
            }
        }
        for (CommitMade commit : view.delivery().commits()) {
            boolean isBySomebody = commit.author() != null || commit.email() != null;
            if (isBySomebody && window.contains(commit.told().epochMillis())) {
                counted(known, settings, commit.author(), commit.email()).commits++;
            }
        }
    }

    private static void task(Counted of, Task task, Window window) {
        of.inProgress += task.status().isInProgress() ? 1 : 0;
        Position started = task.history().started();
        Position finished = task.history().finished();
        if (started != null && finished != null && window.contains(finished.epochMillis())) {
            of.cycleTimes.add((finished.epochMillis() - started.epochMillis()) / 1_000.0);
        }
    }

    private Counted counted(
            Map<Name, String> known, ProjectSettings settings, @Nullable String name, @Nullable String email) {
        String id = known.computeIfAbsent(new Name(name, email), of -> settings.person(of.name(), of.email()));
        return people.computeIfAbsent(id, any -> new Counted());
    }
}
