package dev.herald.projection.risk;

import dev.herald.projection.delivery.DeliveryState;
import dev.herald.projection.people.PeopleState;
import dev.herald.projection.work.Project;
import dev.herald.projection.work.Task;
import dev.herald.projection.work.WorkState;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What a rule may look at, at a moment. One thread. */
record Scene(
        Watched watched, Project project, WorkState work, DeliveryState delivery, PeopleState people, long atMillis) {
    double threshold(Thresholds of) {
        return watched.thresholds[of.ordinal()];
    }

    /** In milliseconds, of one that is so many units. */
    long millis(Thresholds of, long unitMillis) {
        return Math.round(threshold(of) * unitMillis);
    }

    /** The task; null where it is unknown or deleted. */
    @Nullable
    Task task(String id) {
        Task task = work.task(project.id(), id);
        return task == null || task.isDeleted() ? null : task;
    }

    LocalDate today() {
        return Instant.ofEpochMilli(atMillis).atZone(project.zone()).toLocalDate();
    }

    /** When that day begins, in epoch milliseconds. */
    long begin(LocalDate day) {
        return day.atStartOfDay(project.zone()).toInstant().toEpochMilli();
    }

    /** The earliest of the moments that is still to come. */
    long next(long... moments) {
        long next = Long.MAX_VALUE;
        for (long moment : moments) {
            if (moment > atMillis) {
                next = Math.min(next, moment);
            }
        }
        return next;
    }
}
