package dev.herald.lab.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.projection.Context;
import dev.herald.projection.Derived;
import dev.herald.projection.Happening;
import dev.herald.projection.Projection;
import dev.herald.projection.StateName;
import dev.herald.projection.work.ProjectWork;
import dev.herald.projection.work.WorkProjection;
import dev.herald.projection.work.WorkState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** How fast events are folded on one thread, beside Jackson reading the same bytes, and what the state takes. */
final class FoldSpeed {
    private static final JsonFactory JACKSON = new JsonFactory();
    private static final int WARM_UP_ROUNDS = 4;

    private FoldSpeed() {}

    /** A line for each figure. */
    static List<String> measure(int tasks, int rounds) {
        List<String> lines = new ArrayList<>();
        List<Event> events = TaskEvents.of(tasks);
        // First, while no other state has been folded that might still lie about.
        lines.add(String.format(Locale.ROOT, "live heap a task: %,d bytes", heapBytes(events) / tasks));
        for (int round = 0; round < rounds + WARM_UP_ROUNDS; round++) {
            double least = perSecond(events, () -> events.forEach(FoldSpeed::read));
            double ours = perSecond(events, () -> folded(new WorkProjection(), events));
            double all = perSecond(events, () -> AllFolds.fold(events));
            if (round >= WARM_UP_ROUNDS) {
                lines.add(String.format(
                        Locale.ROOT,
                        "work: %,.0f events/s of %,d bytes; Jackson alone %,.0f  ratio %.2f",
                        ours,
                        events.getFirst().json().length,
                        least,
                        least / ours));
                lines.add(String.format(
                        Locale.ROOT, "all folds: %,.0f events/s  ratio to Jackson alone %.2f", all, least / all));
            }
        }
        lines.add(views(tasks, events, rounds));
        return lines;
    }

    private static double perSecond(List<Event> events, Runnable run) {
        long began = System.nanoTime();
        run.run();
        return events.size() * 1e9 / (System.nanoTime() - began);
    }

    /** Reads all members and values. */
    private static void read(Event event) {
        try (JsonParser json = JACKSON.createParser(event.json())) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    json.getText();
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static <S> S folded(Projection<S> projection, List<Event> events) {
        S state = projection.begin();
        Silent context = new Silent();
        for (Event event : events) {
            fold(projection, state, event, context);
        }
        return state;
    }

    private static <S> void fold(Projection<S> projection, S state, Event event, Silent context) {
        context.position = event.position();
        long millis = event.position().epochMillis();
        for (long due = projection.due(state); due <= millis; due = projection.due(state)) {
            projection.pass(state, due, context);
        }
        projection.fold(state, new Happening(event), context);
    }

    /** What a view costs after each event, and what its lists cost who asks. */
    private static String views(int tasks, List<Event> events, int rounds) {
        WorkProjection projection = new WorkProjection();
        WorkState state = folded(projection, events);
        ProjectId project = new ProjectId(TaskEvents.PROJECT);
        Silent context = new Silent();
        Position at = events.getLast().position();
        int changes = 2_000;
        int asked = 0;
        long viewNanos = 0;
        long listNanos = 0;
        for (int round = 0; round < rounds + WARM_UP_ROUNDS; round++) {
            viewNanos = 0;
            listNanos = 0;
            asked = 0;
            for (int i = 0; i < changes; i++) {
                at = at.next(at.epochMillis() + 10);
                fold(projection, state, TaskEvents.event(i * 7 % tasks, i % TaskEvents.STATES, at), context);
                long began = System.nanoTime();
                ProjectWork view = Objects.requireNonNull(state.view(project));
                viewNanos += System.nanoTime() - began;
                if (i % 20 == 0) {
                    began = System.nanoTime();
                    if (view.leaves().isEmpty() || view.children("T-1").isEmpty()) {
                        throw new IllegalStateException("there are leaves");
                    }
                    listNanos += System.nanoTime() - began;
                    asked++;
                }
            }
        }
        return String.format(
                Locale.ROOT,
                "view of %,d tasks after each change: %.1f µs; its leaves and children, for who asks: %.0f µs",
                tasks,
                viewNanos / 1e3 / changes,
                listNanos / 1e3 / asked);
    }

    /** What the state of these events holds. */
    static long heapBytes(List<Event> events) {
        long before = usedBytes();
        WorkState state = folded(new WorkProjection(), events);
        long after = usedBytes();
        // Both are there until both have been measured.
        if (events.isEmpty() || state.projects().isEmpty()) {
            throw new IllegalStateException("there is nothing to measure");
        }
        return after - before;
    }

    private static long usedBytes() {
        // The serial collector leaves some dead objects where they are, but for each fourth time.
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Nobody is told. */
    private static final class Silent implements Context {
        private Position position = Position.ORIGIN;

        @Override
        public <S> S state(StateName<S> below) {
            throw new IllegalStateException("it stands upon nothing");
        }

        @Override
        public Position position() {
            return position;
        }

        @Override
        public void derive(Derived derived) {}
    }
}
