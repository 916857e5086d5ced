package dev.herald.query;

import dev.herald.event.Event;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.event.Rfc3339;
import dev.herald.projection.Happening;
import dev.herald.projection.Members;
import dev.herald.projection.delivery.PullRequest;
import dev.herald.projection.risk.Risk;
import dev.herald.projection.risk.Severity;
import dev.herald.projection.work.Status;
import dev.herald.projection.work.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes a brief: the same of the same events and states. One thread. */
final class BriefWriting {
    /** A statement names so many events. */
    private static final int EVENTS_MAX = 100;

    private static final int TITLE_LENGTH_MAX = 80;
    private static final Comparator<Item> MOST =
            Comparator.comparingInt((Item item) -> -item.events().size()).thenComparing(Item::text);

    private final ProjectView view;
    private final Reach reach;
    private final List<Event> events;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, Item> finished = new LinkedHashMap<>();
    private final Map<String, Item> opened = new LinkedHashMap<>();
    private final Map<String, Item> broken = new LinkedHashMap<>();
    private final Map<String, Item> people = new TreeMap<>();
    private final Map<String, Item> files = new TreeMap<>();

    /** Something that is said, with the events behind it. */
    private record Item(String text, Set<Position> events) {}

    BriefWriting(Seen<ProjectView> seen, Reach reach, List<Event> events) {
        view = seen.value();
        this.reach = reach;
        this.events = events;
    }

    Brief brief(Position after, boolean isWhole, int budget) {
        events.forEach(event -> look(new Happening(event)));
        List<Brief.Statement> statements = new ArrayList<>();
        int left = budget;
        String since = " since " + Rfc3339.text(after.epochMillis()) + ".";
        String much = events.isEmpty() ? "Nothing happened" : plural(events.size(), "event") + ": " + kinds();
        left = add(
                statements,
                left,
                new Brief.Statement(
                        "counts",
                        much + since,
                        events.size(),
                        shown(new TreeSet<>(events.stream().map(Event::position).toList()))));
        left = list(statements, left, "needs", "Needs somebody", needs());
        left = list(statements, left, "broken", "Broken", List.copyOf(broken.values()));
        left = list(statements, left, "finished", "Finished", List.copyOf(finished.values()));
        left = list(statements, left, "opened", "Opened", List.copyOf(opened.values()));
        left = list(statements, left, "people", "People", counted(people));
        list(statements, left, "files", "Files", counted(files));
        return new Brief(
                view.project().id().value(),
                after.toString(),
                isWhole,
                counts,
                statements,
                String.join("\n", statements.stream().map(Brief.Statement::text).toList()));
    }

    private String kinds() {
        return String.join(
                ", ",
                counts.entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .toList());
    }

    private void look(Happening event) {
        counts.merge(event.type().wireName(), 1, Integer::sum);
        if (!(event.type() instanceof KnownType type)) {
            return;
        }
        Members data = event.data();
        switch (type) {
            case FILE_CHANGE -> {
                note(files, text(data.text("file_path")), event);
                person(data.text("actor"), null, event);
            }
            case COMMIT -> person(data.text("author"), data.text("author_email"), event);
            case TASK_UPDATE -> task(event, data);
            case PR_CREATED -> note(opened, "pull request " + name(data, "pr_id", "title"), event);
            case PR_CLOSED -> {
                if ("merged".equals(data.text("status"))) {
                    note(finished, "pull request " + name(data, "pr_id", "title"), event);
                }
            }
            case ISSUE_CREATED -> note(opened, "issue " + name(data, "issue_id", "title"), event);
            case ISSUE_CLOSED -> note(finished, "issue " + name(data, "issue_id", "title"), event);
            case WORKFLOW_FAILED -> note(broken, "workflow " + name(data, "workflow_name", "workflow_id"), event);
            case DEPLOYMENT_FAILED -> note(broken, "deployment to " + text(data.text("environment")), event);
            case DEPLOYMENT_SUCCEEDED -> note(finished, "deployment to " + text(data.text("environment")), event);
            case QUALITY_REPORTED -> {
                Double failed = data.number("failed");
                if (failed != null && failed > 0) {
                    note(broken, "tests on " + text(data.text("branch")), event);
                }
            }
            default -> {
                // It is counted, and what follows from it stands among what needs somebody.
            }
        }
    }

    private void task(Happening event, Members data) {
        String id = data.reference("task_id");
        Task task = id == null ? null : view.work().task(id);
        if (task == null) {
            return;
        }
        String name = "task " + task.id() + (task.title().isEmpty() ? "" : " " + quoted(task.title()));
        Position done = task.history().finished();
        if (event.position().equals(task.history().created().at())) {
            note(opened, name, event);
        }
        if (event.position().equals(done)) {
            note(finished, name, event);
            person(task.assignee(), null, event);
        }
    }

    private void person(@Nullable String who, @Nullable String email, Happening event) {
        if (who != null || email != null) {
            note(people, view.project().settings().person(who, email), event);
        }
    }

    private static void note(Map<String, Item> in, String text, Happening event) {
        in.computeIfAbsent(text, any -> new Item(text, new TreeSet<>()))
                .events()
                .add(event.position());
    }

    /** Risks that are bad or new to nobody, work that is blocked, pull requests that wait for a review. */
    private List<Item> needs() {
        List<Item> needs = new ArrayList<>();
        if (Sight.lacking(reach, Sight.RISKS) == null) {
            view.open().stream()
                    .filter(risk -> risk.severity().compareTo(Severity.MEDIUM) >= 0 && risk.acknowledgedBy() == null)
                    .sorted(Comparator.comparing(Risk::severity).reversed().thenComparing(Risk::id))
                    .forEach(risk -> needs.add(new Item(
                            risk.severity().wireName() + " risk: " + shortened(risk.message()),
                            Set.of(risk.opened()))));
        }
        if (Sight.lacking(reach, Sight.TASKS) == null) {
            view.work().leaves().stream()
                    .filter(task -> task.status() == Status.BLOCKED)
                    .forEach(task -> needs.add(new Item("task " + task.id() + " is blocked", Set.of(task.updated()))));
        }
        if (Sight.lacking(reach, Sight.PULL_REQUESTS) == null) {
            view.delivery().pullRequests().stream()
                    .filter(pull -> pull.status() == PullRequest.Status.OPEN && pull.reviewedMillis() == null)
                    .forEach(pull ->
                            needs.add(new Item("pull request " + pull.id() + " has no review", Set.of(pull.opened()))));
        }
        return needs;
    }

    private static List<Item> counted(Map<String, Item> in) {
        return in.values().stream()
                .sorted(MOST)
                .map(item -> new Item(item.text() + " (" + item.events().size() + ")", item.events()))
                .toList();
    }

    /** As many of the items as there is room for; what room is left. */
    private static int list(List<Brief.Statement> to, int left, String kind, String title, List<Item> items) {
        if (items.isEmpty()) {
            return left;
        }
        StringBuilder text =
                new StringBuilder(title).append(" (").append(items.size()).append("): ");
        Set<Position> behind = new TreeSet<>();
        int said = 0;
        for (Item item : items) {
            String more = (said == 0 ? "" : "; ") + item.text();
            String rest = "; and " + (items.size() - said) + " more.";
            if (text.length() + more.length() + rest.length() + 1 > left) {
                break;
            }
            text.append(more);
            behind.addAll(item.events());
            said++;
        }
        if (said == 0) {
            return left;
        }
        text.append(said < items.size() ? "; and " + (items.size() - said) + " more." : ".");
        return add(to, left, new Brief.Statement(kind, text.toString(), items.size(), shown(behind)));
    }

    /** Where there is room for it. The line's end takes a character too. */
    private static int add(List<Brief.Statement> to, int left, Brief.Statement statement) {
        int needed = statement.text().length() + (to.isEmpty() ? 0 : 1);
        if (needed > left) {
            return left;
        }
        to.add(statement);
        return left - needed;
    }

    private static List<String> shown(Set<Position> events) {
        return events.stream()
                .sorted()
                .skip(Math.max(0, events.size() - EVENTS_MAX))
                .map(Position::toString)
                .toList();
    }

    private static String name(Members data, String first, String second) {
        String one = data.reference(first);
        String other = data.text(second);
        if (one == null || other == null || second.endsWith("_id")) {
            return text(one == null ? other : one);
        }
        return shortened(one) + " " + quoted(other);
    }

    private static String quoted(String title) {
        return "\"" + shortened(title) + "\"";
    }

    private static String text(@Nullable String text) {
        return text == null || text.isEmpty() ? "(unnamed)" : shortened(text);
    }

    /** On one line, and no longer than a line. */
    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        if (line.length() <= TITLE_LENGTH_MAX) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(TITLE_LENGTH_MAX - 2))
                ? TITLE_LENGTH_MAX - 2
                : TITLE_LENGTH_MAX - 1;
        return line.substring(0, end) + "…";
    }

    private static String plural(int n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }
}
