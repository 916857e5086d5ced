package dev.herald.projection.delivery;

import dev.herald.event.Position;
import dev.herald.projection.Figure;
import dev.herald.projection.FigureName;
import dev.herald.projection.Percentiles;
import dev.herald.projection.Window;
import dev.herald.projection.work.Project;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The figures of what becomes of a project's changes, as of its position and of one moment. One thread. */
public final class DeliveryFigures {
    /** The figures that are made here. */
    public static final Set<FigureName> NAMES =
            Set.copyOf(EnumSet.range(FigureName.DEPLOYMENT_FREQUENCY, FigureName.AUTHORS));

    private final ProjectDelivery delivery;
    private final Project project;
    private final Production production;
    private final long atMillis;
    private final long knownFromMillis;
    private final Map<FigureName, List<Entry>> entries = new EnumMap<>(FigureName.class);

    /**
     * @param atMillis of which moment, epoch milliseconds
     * @param knownFromMillis what happened before is not known; 0 where all is
     */
    public DeliveryFigures(ProjectDelivery delivery, Project project, long atMillis, long knownFromMillis) {
        this.delivery = delivery;
        this.project = project;
        production = new Production(delivery, project.settings());
        this.atMillis = atMillis;
        this.knownFromMillis = knownFromMillis;
    }

    /**
     * Runs of one name that ended in a window.
     *
     * @param n how many completed or failed
     */
    public record Runs(
            String workflowName,
            int n,
            @Nullable Double successShare,
            @Nullable Double durationP50,
            @Nullable Double durationP85) {}

    /** @throws IllegalArgumentException when the name is none of {@link #NAMES} */
    public Figure figure(FigureName name, Window.Timeframe timeframe) {
        Window window = Window.ending(atMillis, timeframe, project.zone());
        if (name == FigureName.PULL_REQUESTS_OPEN) {
            int open = openAt(window.toMillis()).size();
            return Figure.of(name, open, open, window);
        }
        List<Entry> in = in(name, window.fromMillis() + 1, window.toMillis() + 1);
        Double value = made(name).value(in, window.timeframe().days());
        String lack = lack(name, value, in, window.fromMillis() + 1, window.toMillis() + 1);
        boolean isPartial = window.fromMillis() < knownFromMillis || isHalfKnown(name, window);
        Figure figure = value == null || lack != null
                ? Figure.none(name, lack == null ? "there is nothing to count" : lack, in.size(), window)
                : Figure.of(name, value, in.size(), window);
        return figure.asPartial(isPartial);
    }

    /**
     * The same, with its series, its points and the events that made it.
     *
     * @throws IllegalArgumentException when the name is none of {@link #NAMES}
     */
    public Figure.Detail detail(FigureName name, Window.Timeframe timeframe) {
        Window window = Window.ending(atMillis, timeframe, project.zone());
        List<Figure.Sample> series = new ArrayList<>();
        for (Window.Bucket bucket : window.buckets()) {
            Double value = name == FigureName.PULL_REQUESTS_OPEN
                    ? (Double) (double) openAt(bucket.toMillis() - 1).size()
                    : sample(name, bucket, timeframe.bucketDays());
            series.add(new Figure.Sample(bucket.fromMillis(), value));
        }
        List<Entry> in = name == FigureName.PULL_REQUESTS_OPEN
                ? openAt(window.toMillis()).stream().map(this::age).toList()
                : in(name, window.fromMillis() + 1, window.toMillis() + 1);
        Made made = Made.of(name);
        boolean hasPoints = made == null || made == Made.P50 || made == Made.P85;
        List<Figure.Point> points = hasPoints
                ? in.stream()
                        .map(entry -> new Figure.Point(entry.atMillis(), entry.value(), entry.id()))
                        .toList()
                : List.of();
        List<Position> events = in.stream()
                .flatMap(entry -> entry.events().stream())
                .distinct()
                .sorted()
                .toList();
        return new Figure.Detail(figure(name, timeframe), series, points, events);
    }

    private @Nullable Double sample(FigureName name, Window.Bucket bucket, double days) {
        List<Entry> in = in(name, bucket.fromMillis(), bucket.toMillis());
        Double value = made(name).value(in, days);
        return lack(name, value, in, bucket.fromMillis(), bucket.toMillis()) == null ? value : null;
    }

    /** Each name of which runs ended in the window, by name. */
    public List<Runs> runs(Window.Timeframe timeframe) {
        Window window = Window.ending(atMillis, timeframe, project.zone());
        Map<String, List<WorkflowRun>> byName = new TreeMap<>();
        for (WorkflowRun run : delivery.runs()) {
            if (run.endedMillis() != null && window.contains(run.endedMillis())) {
                byName.computeIfAbsent(run.name(), any -> new ArrayList<>()).add(run);
            }
        }
        List<Runs> all = new ArrayList<>();
        byName.forEach((name, runs) -> {
            List<Entry> counted =
                    runs.stream().flatMap(DeliveryFigures::success).toList();
            Percentiles durations = Percentiles.of(runs.stream()
                    .flatMap(DeliveryFigures::duration)
                    .mapToDouble(Entry::value)
                    .toArray());
            all.add(new Runs(name, counted.size(), Made.SHARE.value(counted, 1), durations.p50(), durations.p85()));
        });
        return all;
    }

    private static Made made(FigureName name) {
        Made made = Made.of(name);
        if (made == null) {
            throw new IllegalArgumentException("no figure of delivery: " + name);
        }
        return made;
    }

    /** Why there is no value although something could be counted, or nothing could; null where there is one. */
    private @Nullable String lack(
            FigureName name, @Nullable Double value, List<Entry> in, long fromMillis, long toMillis) {
        boolean isOfDeployments = name.compareTo(FigureName.DEPLOYMENT_REWORK_RATE) <= 0;
        if (isOfDeployments && !production.hasAny()) {
            return "there never was a deployment to production";
        }
        if ((name == FigureName.INSERTIONS || name == FigureName.DELETIONS) && in.isEmpty()) {
            boolean hasCommits = !in(FigureName.COMMITS, fromMillis, toMillis).isEmpty();
            return hasCommits ? "nobody said how many lines these commits changed" : null;
        }
        if (value != null) {
            return null;
        }
        return switch (name) {
            case CHANGE_LEAD_TIME_P50 ->
                "no deployment in this window of which a watched repository says what it contains";
            case CHANGE_FAIL_RATE -> "no deployment to production succeeded in this window";
            case RECOVERY_TIME_P50 -> "no deployment in this window went wrong and was recovered from";
            case DEPLOYMENT_REWORK_RATE -> "no deployment to production ended in this window";
            case PULL_REQUEST_FIRST_REVIEW_P50 -> "no pull request was first reviewed in this window";
            case PULL_REQUEST_MERGE_P50 -> "no pull request was merged in this window";
            case WORKFLOW_SUCCESS_SHARE, WORKFLOW_DURATION_P50 -> "no workflow run ended in this window";
            default -> "fewer than " + Percentiles.HIGH_MIN + " in this window";
        };
    }

    /** Whether some of the commits in the window do not say how many lines they changed. */
    private boolean isHalfKnown(FigureName name, Window window) {
        return (name == FigureName.INSERTIONS || name == FigureName.DELETIONS)
                && delivery.commits().stream()
                        .anyMatch(commit -> window.contains(commit.told().epochMillis())
                                && (name == FigureName.INSERTIONS ? commit.insertions() : commit.deletions()) == null);
    }

    private List<Entry> in(FigureName name, long fromMillis, long toMillis) {
        List<Entry> all = entries(name);
        return all.subList(firstFrom(all, fromMillis), firstFrom(all, toMillis));
    }

    /** Where the entries of this moment and later ones begin. */
    private static int firstFrom(List<Entry> all, long millis) {
        int low = 0;
        int high = all.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (all.get(middle).atMillis() < millis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private List<Entry> entries(FigureName name) {
        return entries.computeIfAbsent(
                name,
                any -> find(name)
                        .sorted(Comparator.comparingLong(Entry::atMillis))
                        .toList());
    }

    private Stream<Entry> find(FigureName name) {
        return switch (name) {
            case DEPLOYMENT_FREQUENCY, CHANGE_FAIL_RATE ->
                production.succeeded().stream().map(this::failure);
            case CHANGE_LEAD_TIME_P50 -> production.firsts().stream().map(DeliveryFigures::leadTime);
            case RECOVERY_TIME_P50 ->
                production.succeeded().stream().filter(production::wentWrong).flatMap(this::recovery);
            case DEPLOYMENT_REWORK_RATE -> production.ended().stream().map(one -> entry(one, one.isRework() ? 1 : 0));
            case PULL_REQUEST_FIRST_REVIEW_P50, PULL_REQUEST_FIRST_REVIEW_P85 ->
                delivery.pullRequests().stream().flatMap(DeliveryFigures::review);
            case PULL_REQUEST_MERGE_P50, PULL_REQUEST_MERGE_P85 ->
                delivery.pullRequests().stream().flatMap(DeliveryFigures::merge);
            case WORKFLOW_SUCCESS_SHARE -> delivery.runs().stream().flatMap(DeliveryFigures::success);
            case WORKFLOW_DURATION_P50, WORKFLOW_DURATION_P85 ->
                delivery.runs().stream().flatMap(DeliveryFigures::duration);
            case COMMITS -> delivery.commits().stream().map(one -> commit(one, 1, one.hash()));
            case INSERTIONS -> delivery.commits().stream().flatMap(one -> lines(one, one.insertions()));
            case DELETIONS -> delivery.commits().stream().flatMap(one -> lines(one, one.deletions()));
            case AUTHORS ->
                delivery.commits().stream()
                        .filter(one -> one.author() != null || one.email() != null)
                        .map(one -> commit(one, 1, project.settings().person(one.author(), one.email())));
            default -> throw new IllegalArgumentException("no figure of delivery: " + name);
        };
    }

    private Entry failure(Deployment deployment) {
        List<Position> events = new ArrayList<>(List.of(Production.end(deployment)));
        events.addAll(production.blame(deployment));
        return new Entry(
                Production.end(deployment).epochMillis(),
                production.wentWrong(deployment) ? 1 : 0,
                deployment.id(),
                events);
    }

    private static Entry entry(Deployment deployment, double value) {
        Position end = Production.end(deployment);
        return new Entry(end.epochMillis(), value, deployment.id(), List.of(end));
    }

    private static Entry leadTime(Production.First first) {
        Position end = Production.end(first.deployment());
        double seconds = (end.epochMillis() - first.commit().committedMillis()) / 1_000.0;
        return new Entry(
                end.epochMillis(),
                seconds,
                first.commit().hash(),
                List.of(first.commit().told(), end));
    }

    private Stream<Entry> recovery(Deployment failure) {
        Deployment sound = production.recovery(failure);
        if (sound == null) {
            return Stream.empty();
        }
        Position from = Production.end(failure);
        Position to = Production.end(sound);
        double seconds = (to.epochMillis() - from.epochMillis()) / 1_000.0;
        return Stream.of(new Entry(from.epochMillis(), seconds, failure.id(), List.of(from, to)));
    }

    private static Stream<Entry> review(PullRequest of) {
        if (of.reviewedMillis() == null || of.reviewed() == null) {
            return Stream.empty();
        }
        double seconds = (of.reviewedMillis() - of.openedMillis()) / 1_000.0;
        return Stream.of(new Entry(of.reviewedMillis(), seconds, of.id(), List.of(of.opened(), of.reviewed())));
    }

    private static Stream<Entry> merge(PullRequest of) {
        if (of.status() != PullRequest.Status.MERGED || of.endedMillis() == null || of.ended() == null) {
            return Stream.empty();
        }
        double seconds = (of.endedMillis() - of.openedMillis()) / 1_000.0;
        return Stream.of(new Entry(of.endedMillis(), seconds, of.id(), List.of(of.opened(), of.ended())));
    }

    /** A run that completed or failed; one that was cancelled says nothing. */
    private static Stream<Entry> success(WorkflowRun of) {
        if (of.endedMillis() == null || of.ended() == null || of.status() == WorkflowRun.Status.CANCELLED) {
            return Stream.empty();
        }
        double value = of.status() == WorkflowRun.Status.COMPLETED ? 1 : 0;
        return Stream.of(new Entry(of.endedMillis(), value, of.id(), List.of(of.ended())));
    }

    private static Stream<Entry> duration(WorkflowRun of) {
        if (of.startedMillis() == null) {
            return Stream.empty();
        }
        long started = of.startedMillis();
        return success(of)
                .map(end -> new Entry(
                        end.atMillis(),
                        (end.atMillis() - started) / 1_000.0,
                        of.id(),
                        Stream.concat(Stream.of(of.begun()), end.events().stream())
                                .toList()));
    }

    private static Entry commit(CommitMade of, double value, String id) {
        return new Entry(of.told().epochMillis(), value, id, List.of(of.told()));
    }

    private static Stream<Entry> lines(CommitMade of, @Nullable Long lines) {
        return lines == null ? Stream.empty() : Stream.of(commit(of, lines, of.hash()));
    }

    /** Those that were opened and not ended at the moment. */
    private List<PullRequest> openAt(long millis) {
        return delivery.pullRequests().stream()
                .filter(one ->
                        one.openedMillis() <= millis && (one.endedMillis() == null || one.endedMillis() > millis))
                .toList();
    }

    private Entry age(PullRequest of) {
        return new Entry(of.openedMillis(), (atMillis - of.openedMillis()) / 1_000.0, of.id(), List.of(of.opened()));
    }
}
