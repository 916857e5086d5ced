package dev.herald.projection.flow;

import dev.herald.event.Position;
import dev.herald.projection.Figure;
import dev.herald.projection.FigureName;
import dev.herald.projection.Window;
import dev.herald.projection.work.Status;
import dev.herald.projection.work.TaskHistory;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The figures of how things stand at a moment. */
enum OfMoment {
    PROGRESS(FigureName.PROGRESS),
    WORK_IN_PROGRESS(FigureName.WORK_IN_PROGRESS),
    CANCELLED(FigureName.CANCELLED),
    OVERDUE(FigureName.OVERDUE);

    private final FigureName name;

    OfMoment(FigureName name) {
        this.name = name;
    }

    static Optional<OfMoment> row(FigureName name) {
        for (OfMoment row : values()) {
            if (row.name == name) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    Figure figure(List<Leaf> leaves, Window window) {
        if (this == PROGRESS) {
            Progress now = Progress.at(leaves, window.toMillis());
            return now.percentage() == null
                    ? Figure.none(name, "there is no task that is not cancelled", 0, window)
                    : Figure.of(name, now.percentage(), now.total(), window);
        }
        int n = counted(leaves, window.toMillis(), window.zone()).size();
        return Figure.of(name, n, n, window);
    }

    /** As it stood at the moment. */
    @Nullable
    Double sample(List<Leaf> leaves, long millis, ZoneId zone) {
        return this == PROGRESS
                ? Progress.at(leaves, millis).percentage()
                : Double.valueOf(counted(leaves, millis, zone).size());
    }

    /** What counts, with its age where it has one. */
    List<Figure.Point> points(List<Leaf> leaves, Window window) {
        if (this != WORK_IN_PROGRESS) {
            return List.of();
        }
        List<Figure.Point> points = new ArrayList<>();
        for (Leaf leaf : counted(leaves, window.toMillis(), window.zone())) {
            Position started = leaf.started();
            if (started != null) {
                points.add(new Figure.Point(
                        started.epochMillis(),
                        leaf.age(window.toMillis()),
                        leaf.task().id()));
            }
        }
        return points;
    }

    /** The events after which each that counts stood as it does. */
    List<Position> events(List<Leaf> leaves, Window window) {
        List<Position> events = new ArrayList<>();
        for (Leaf leaf : counted(leaves, window.toMillis(), window.zone())) {
            TaskHistory.Step step = leaf.stepAt(window.toMillis());
            if (step != null) {
                events.add(step.at());
            }
        }
        return events.stream().distinct().sorted().toList();
    }

    private List<Leaf> counted(List<Leaf> leaves, long millis, ZoneId zone) {
        LocalDate day = Instant.ofEpochMilli(millis).atZone(zone).toLocalDate();
        List<Leaf> counted = new ArrayList<>();
        for (Leaf leaf : leaves) {
            Status status = leaf.statusAt(millis);
            if (status != null && counts(leaf, status, day, zone)) {
                counted.add(leaf);
            }
        }
        return counted;
    }

    private boolean counts(Leaf leaf, Status status, LocalDate day, ZoneId zone) {
        return switch (this) {
            case PROGRESS -> status != Status.CANCELLED;
            case WORK_IN_PROGRESS -> status.isInProgress();
            case CANCELLED -> status == Status.CANCELLED;
            case OVERDUE -> {
                LocalDate due = DueDay.of(leaf.task().dueDate(), zone);
                yield !status.isEnded() && due != null && due.isBefore(day);
            }
        };
    }
}
