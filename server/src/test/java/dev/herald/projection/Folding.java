package dev.herald.projection;

import dev.herald.event.Codec;
import dev.herald.event.Decoded;
import dev.herald.event.Draft;
import dev.herald.event.Event;
import dev.herald.event.Position;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Folds events through several projections without a runner: in order, with what is due passed before each event, as the
 * runner does. What is derived is kept for the test, and can be folded too. One thread.
 */
public final class Folding {
    private final List<Projection<?>> projections;
    private final Map<String, Object> states = new HashMap<>();
    private final List<Derived> derived = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private Position position = Position.ORIGIN;
    private long passedMillis;

    /** @param projections in the order in which they fold */
    public Folding(Projection<?>... projections) {
        this.projections = List.of(projections);
        for (Projection<?> one : projections) {
            states.put(one.name().text(), one.begin());
        }
    }

    /**
     * An event at a moment.
     *
     * @param at RFC 3339
     * @param json what a publisher sends: {@code {"type":…,"project_id":…,"data":{…}}}; single quotes may stand for double
     */
    public Event event(String at, String json) {
        return event(Instant.parse(at).toEpochMilli(), json);
    }

    public Event event(long atMillis, String json) {
        return fold(draft(json), atMillis);
    }

    /** @throws IllegalArgumentException when the door would not let it in */
    public static Draft draft(String json) {
        return switch (Codec.decode(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8))) {
            case Decoded.Ok ok -> ok.draft();
            case Decoded.Invalid invalid ->
                throw new IllegalArgumentException(invalid.faults().toString());
            case Decoded.Malformed malformed -> throw new IllegalArgumentException(malformed.detail());
            case Decoded.TooLarge large -> throw new IllegalArgumentException(large.bytes() + " bytes");
        };
    }

    /** One event into one state that stands upon no other, with nothing kept and nobody told. */
    public static <S> void once(Projection<S> projection, S state, String json, Position at) {
        projection.fold(state, new Happening(draft(json).at(at)), new Context() {
            @Override
            public <T> T state(StateName<T> below) {
                throw new IllegalStateException(below.text());
            }

            @Override
            public Position position() {
                return at;
            }

            @Override
            public void derive(Derived one) {}
        });
    }

    public Event fold(Draft draft, long atMillis) {
        Event event = draft.at(position.next(atMillis));
        fold(event);
        return event;
    }

    public void fold(Event event) {
        pass(event.position().epochMillis());
        position = event.position();
        events.add(event);
        Happening happening = new Happening(event);
        projections.forEach(one -> fold(one, happening));
    }

    /** Time goes on without an event: what is due is passed. */
    public void pass(String at) {
        pass(Instant.parse(at).toEpochMilli());
    }

    public void pass(long atMillis) {
        for (long due = due(); due <= atMillis; due = due()) {
            long at = Math.max(due, passedMillis);
            projections.forEach(one -> pass(one, at));
            passedMillis = at;
            if (due() <= due) {
                throw new IllegalStateException("what was due at " + due + " is still due after it has passed");
            }
        }
    }

    private long due() {
        return projections.stream().mapToLong(this::due).min().orElse(Projection.NEVER);
    }

    private <S> long due(Projection<S> of) {
        return of.due(state(of.name()));
    }

    private <S> void pass(Projection<S> of, long atMillis) {
        of.pass(state(of.name()), atMillis, context());
    }

    private <S> void fold(Projection<S> of, Happening event) {
        of.fold(state(of.name()), event, context());
    }

    @SuppressWarnings("unchecked")
    public <S> S state(StateName<S> name) {
        return (S) Objects.requireNonNull(states.get(name.text()), name.text());
    }

    /** All states written down and read again, in place of what they were. */
    public Folding restarted() {
        projections.forEach(this::restart);
        return this;
    }

    private <S> void restart(Projection<S> of) {
        byte[] bytes = saved(of);
        StateIn in = new StateIn(bytes);
        states.put(of.name().text(), of.load(of.version(), in));
        if (!in.isAtEnd()) {
            throw new IllegalStateException(of.name().text() + " has not read all that it wrote");
        }
    }

    public <S> byte[] saved(Projection<S> of) {
        StateOut out = new StateOut();
        of.save(state(of.name()), out);
        return out.toBytes();
    }

    /** What has followed so far, oldest first. */
    public List<Derived> derived() {
        return derived;
    }

    public List<Event> events() {
        return events;
    }

    public Position position() {
        return position;
    }

    private Context context() {
        return new Context() {
            @Override
            public <S> S state(StateName<S> below) {
                return Folding.this.state(below);
            }

            @Override
            public Position position() {
                return position;
            }

            @Override
            public void derive(Derived one) {
                derived.add(one);
            }
        };
    }
}
