package dev.herald.lab.bench;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.projection.Context;
import dev.herald.projection.Derived;
import dev.herald.projection.Happening;
import dev.herald.projection.Projection;
import dev.herald.projection.StateName;
import dev.herald.projection.delivery.DeliveryProjection;
import dev.herald.projection.people.PeopleProjection;
import dev.herald.projection.risk.RiskProjection;
import dev.herald.projection.work.WorkProjection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** All folds over the same events, each after those that it stands upon, with what is due passed before. One thread. */
final class AllFolds implements Context {
    private final List<Projection<?>> projections =
            List.of(new WorkProjection(), new DeliveryProjection(), new PeopleProjection(), new RiskProjection());
    private final Map<String, Object> states = new HashMap<>();
    private Position position = Position.ORIGIN;
    private long derived;

    AllFolds() {
        projections.forEach(one -> states.put(one.name().text(), one.begin()));
    }

    /** How many events followed from these. */
    static long fold(List<Event> events) {
        AllFolds folds = new AllFolds();
        events.forEach(folds::fold);
        return folds.derived;
    }

    private void fold(Event event) {
        long millis = event.position().epochMillis();
        for (long due = due(); due <= millis; due = due()) {
            for (Projection<?> one : projections) {
                pass(one, due);
            }
        }
        position = event.position();
        Happening happening = new Happening(event);
        for (Projection<?> one : projections) {
            fold(one, happening);
        }
    }

    private long due() {
        long due = Projection.NEVER;
        for (Projection<?> one : projections) {
            due = Math.min(due, due(one));
        }
        return due;
    }

    private <S> long due(Projection<S> of) {
        return of.due(state(of.name()));
    }

    private <S> void pass(Projection<S> of, long atMillis) {
        of.pass(state(of.name()), atMillis, this);
    }

    private <S> void fold(Projection<S> of, Happening event) {
        of.fold(state(of.name()), event, this);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <S> S state(StateName<S> name) {
        return (S) Objects.requireNonNull(states.get(name.text()));
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public void derive(Derived one) {
        derived++;
    }
}
