package dev.herald.lab.bench;

import dev.herald.event.Codec;
import dev.herald.event.Decoded;
import dev.herald.event.Draft;
import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.fold.FoldSettings;
import dev.herald.fold.Runner;
import dev.herald.intake.IntakeLimits;
import dev.herald.intake.JournalIntake;
import dev.herald.intake.Retention;
import dev.herald.journal.Journal;
import dev.herald.journal.ReadLanes;
import dev.herald.journal.ReadLimits;
import dev.herald.journal.Snapshots;
import dev.herald.journal.memory.MemoryJournal;
import dev.herald.journal.sqlite.SqliteJournal;
import dev.herald.journal.sqlite.SqliteSettings;
import dev.herald.loop.Clock;
import dev.herald.projection.Projection;
import dev.herald.projection.delivery.DeliveryProjection;
import dev.herald.projection.people.PeopleProjection;
import dev.herald.projection.work.WorkProjection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What the runner itself costs, what saving the states takes of its thread, and how long a start folds. */
final class RunnerSpeed {
    private static final int EVENTS = 300_000;
    private static final int LOG_EVENTS = 1_000_000;
    private static final int BATCH = 1_000;
    private static final int TASKS = 100_000;
    private static final long READY_MILLIS_MAX = 300_000;

    private RunnerSpeed() {}

    /** A line for each figure. */
    static List<String> measure(int rounds) throws IOException {
        List<String> lines = new ArrayList<>();
        try (MemoryJournal journal = new MemoryJournal(Clock.system())) {
            fill(journal, EVENTS);
            for (int round = 0; round < rounds + 2; round++) {
                double seconds = folding(journal, new MemoryJournal(Clock.system()), List.of())
                        .seconds();
                lines.add(String.format(Locale.ROOT, "without folds: %,.0f events/s from memory", EVENTS / seconds));
            }
        }
        try (MemoryJournal journal = new MemoryJournal(Clock.system())) {
            List<Draft> tasks = new ArrayList<>();
            for (int task = 0; task < TASKS; task++) {
                tasks.add(draft(TaskEvents.event(task, 0, Position.of(1, 0))));
                if (tasks.size() == BATCH) {
                    journal.append(tasks);
                    tasks.clear();
                }
            }
            for (int round = 0; round < rounds; round++) {
                Folded folded = folding(journal, new MemoryJournal(Clock.system()), projections());
                lines.add(String.format(
                        Locale.ROOT,
                        "%,d tasks: ready after %.2f s; %.0f saves took %.0f ms of the thread that folds at most, %,.0f bytes",
                        TASKS,
                        folded.seconds(),
                        folded.saves(),
                        folded.saveMillis(),
                        folded.bytes()));
            }
        }
        lines.addAll(starts());
        return lines;
    }

    private static List<Projection<?>> projections() {
        return List.of(new WorkProjection(), new DeliveryProjection(), new PeopleProjection());
    }

    private record Folded(double seconds, double saves, double saveMillis, double bytes) {}

    private static Folded folding(Journal journal, Snapshots saved, List<Projection<?>> projections) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (ReadLanes reads = new ReadLanes(journal, ReadLimits.of(2));
                JournalIntake intake = new JournalIntake(
                        journal,
                        IntakeLimits.DEFAULTS,
                        Retention.unlimited(),
                        Clock.system(),
                        new SimpleMeterRegistry())) {
            Runner.Parts parts = new Runner.Parts(
                    journal, reads, saved, intake, intake::settledMillis, () -> false, Clock.system(), meters);
            long began = System.nanoTime();
            double seconds;
            try (Runner runner = new Runner(projections, parts, FoldSettings.DEFAULTS)) {
                if (!runner.awaitReady(READY_MILLIS_MAX)) {
                    throw new IllegalStateException("not ready: " + runner.status());
                }
                seconds = (System.nanoTime() - began) / 1e9;
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
            return new Folded(
                    seconds,
                    meters.get("herald.fold.save").timer().count(),
                    meters.get("herald.fold.save").timer().max(TimeUnit.MILLISECONDS),
                    meters.get("herald.fold.save.size").summary().max());
        }
    }

    /** A log of a million events on disk: the first start folds all of it, the next begins with what was saved. */
    private static List<String> starts() throws IOException {
        Path data = Files.createTempDirectory("herald-bench");
        List<String> lines = new ArrayList<>();
        try (SqliteJournal journal = SqliteJournal.open(data, SqliteSettings.DEFAULTS, Clock.system())) {
            fill(journal, LOG_EVENTS);
        }
        for (String which : new String[] {"the first", "one after it", "one after that"}) {
            try (SqliteJournal journal = SqliteJournal.open(data, SqliteSettings.DEFAULTS, Clock.system())) {
                Folded folded = folding(journal, journal, projections());
                lines.add(String.format(
                        Locale.ROOT,
                        "start over %,d events, %s: ready after %.3f s",
                        LOG_EVENTS,
                        which,
                        folded.seconds()));
            }
        }
        return lines;
    }

    private static void fill(Journal journal, int events) {
        List<Draft> batch = new ArrayList<>(BATCH);
        for (int i = 0; i < events; i++) {
            batch.add(draft("{\"type\":\"file_change\",\"project_id\":\"p" + i % 50
                    + "\",\"data\":{\"file_path\":\"src/main/java/dev/herald/Some" + i % 997
                    + ".java\",\"change_type\":\"modified\"}}"));
            if (batch.size() == BATCH || i == events - 1) {
                journal.append(batch);
                batch.clear();
            }
        }
    }

    private static Draft draft(Event event) {
        return draft(new String(event.json(), StandardCharsets.UTF_8));
    }

    private static Draft draft(String json) {
        if (Codec.decode(json.getBytes(StandardCharsets.UTF_8)) instanceof Decoded.Ok ok) {
            return ok.draft();
        }
        throw new IllegalStateException("no event: " + json);
    }
}
