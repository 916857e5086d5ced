package dev.herald.fold;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.projection.Context;
import dev.herald.projection.Derived;
import dev.herald.projection.Happening;
import dev.herald.projection.Projection;
import dev.herald.projection.StateIn;
import dev.herald.projection.StateName;
import dev.herald.projection.StateOut;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All projections with their states, as of one position: the machine that folds, without a thread, a clock or IO. What it
 * becomes depends on the events, and on the moments up to which it was told to pass. One thread.
 *
 * <p>Before an event, whoever folds calls {@link #pass} until nothing is due up to the event's time. A projection that
 * throws is set aside with those that stand upon it, and stays so; the others go on.
 */
final class Projections implements States {
    /** Of the form in which all is saved; each section has a version of its own. */
    static final int VERSION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(Projections.class);

    private final List<Slot<?>> slots = new ArrayList<>();
    private final Map<String, Slot<?>> byName = new HashMap<>();
    private Derivations derivations = new Derivations();
    private Position position = Position.ORIGIN;
    private long passedMillis;
    private long clockMillis;
    private long events;
    private boolean isPartial;
    private boolean isTelling;
    private boolean isLoaded;

    /** @param projections each after those that it stands upon */
    Projections(List<Projection<?>> projections) {
        for (Projection<?> projection : projections) {
            Slot<?> slot = slot(projection);
            if (byName.put(projection.name().text(), slot) != null) {
                throw new IllegalArgumentException("two projections are named " + projection.name());
            }
            slots.add(slot);
        }
    }

    private <S> Slot<S> slot(Projection<S> projection) {
        Set<StateName<?>> below = new HashSet<>(projection.below());
        for (StateName<?> name : below) {
            if (!byName.containsKey(name.text())) {
                throw new IllegalArgumentException(
                        projection.name() + " comes before " + name + ", which it stands upon");
            }
        }
        return Slot.begin(projection, new View(projection.name(), below));
    }

    /** Folds an event, and is as of it then. What was due up to its time has been passed. */
    void fold(Event event) {
        position = event.position();
        events++;
        derivations.seen(event.idempotencyKey());
        derivations.forgetOld(event.position().epochMillis());
        Happening happening = new Happening(event);
        for (Slot<?> slot : slots) {
            if (slot.aside() == null) {
                try {
                    slot.fold(happening);
                } catch (RuntimeException | Error thrown) {
                    setAside(slot, "it could not fold this event", thrown);
                }
            }
        }
    }

    /** The next moment that a projection waits for; {@link Projection#NEVER} for none. */
    long dueMillis() {
        long due = Projection.NEVER;
        for (Slot<?> slot : slots) {
            due = Math.min(due, slot.dueMillis());
        }
        return due;
    }

    /**
     * Lets the first moment pass that is due up to this one.
     *
     * @return whether there was one: then there may be another
     */
    boolean pass(long upToMillis) {
        long due = dueMillis();
        if (due > upToMillis) {
            return false;
        }
        long at = Math.max(due, Math.max(passedMillis, position.epochMillis()));
        passedMillis = at;
        for (Slot<?> slot : slots) {
            if (slot.aside() == null) {
                try {
                    slot.pass(at);
                } catch (RuntimeException | Error thrown) {
                    setAside(slot, "it could not let the moment " + at + " pass", thrown);
                }
            }
        }
        return true;
    }

    /** Nothing is known of what was between the position so far and this one. */
    void skipTo(Position from) {
        isPartial = true;
        position = from.isAfter(position) ? from : position;
    }

    /** It is this late, and nothing that is due so far has been left out. */
    void clock(long nowMillis) {
        clockMillis = nowMillis;
    }

    /** What is derived from now on is news; what was derived before is forgotten where this never was so before. */
    void beginTelling() {
        if (!isTelling) {
            derivations.forgetAll();
        }
        isTelling = true;
    }

    private void setAside(Slot<?> slot, String what, Throwable thrown) {
        String name = slot.projection().name().text();
        SetAside aside =
                new SetAside(name, position, what + " (" + thrown.getClass().getSimpleName() + ")");
        slot.setAside(aside);
        LOG.error("{}", aside.text(), thrown);
        setAsideAbove(slot);
    }

    private void setAsideAbove(Slot<?> below) {
        String name = below.projection().name().text();
        for (Slot<?> above : slots) {
            if (above.aside() == null
                    && above.projection().below().contains(below.projection().name())) {
                String whose = above.projection().name().text();
                above.setAside(new SetAside(whose, position, "it stands upon " + name + ", which is set aside"));
                LOG.error("the projection {} stands upon {}, and is set aside with it", whose, name);
                setAsideAbove(above);
            }
        }
    }

    /** Those that cannot go on. */
    List<SetAside> aside() {
        List<SetAside> found = new ArrayList<>(0);
        for (Slot<?> slot : slots) {
            SetAside aside = slot.aside();
            if (aside != null) {
                found.add(aside);
            }
        }
        return found;
    }

    /** All as bytes; null where a projection is set aside, or is now because it cannot be saved. */
    byte @Nullable [] save() {
        StateOut out = new StateOut();
        out.number(position.packed());
        out.number(passedMillis);
        out.number(events);
        out.fact(isPartial);
        out.fact(isTelling);
        derivations.save(out);
        out.number(slots.size());
        for (Slot<?> slot : slots) {
            if (slot.aside() != null) {
                return null;
            }
            try {
                slot.save(out);
            } catch (RuntimeException | Error thrown) {
                setAside(slot, "its state could not be saved", thrown);
                return null;
            }
        }
        return out.toBytes();
    }

    /**
     * What {@link #save} has written, now or in a version before.
     *
     * @throws RuntimeException where it cannot be read, or a section is missing: then this is of no use any more
     */
    void load(int version, byte[] saved) {
        if (version != VERSION) {
            throw new IllegalStateException("saved in the form " + version + ", which this version does not know");
        }
        StateIn in = new StateIn(saved);
        position = new Position(in.number());
        passedMillis = in.number();
        events = in.number();
        isPartial = in.fact();
        isTelling = in.fact();
        derivations = Derivations.load(in);
        Set<String> missing = new HashSet<>(byName.keySet());
        int sections = in.count();
        for (int i = 0; i < sections; i++) {
            String name = in.text();
            int sectionVersion = Math.toIntExact(in.number());
            byte[] section = in.bytes();
            Slot<?> slot = byName.get(name);
            if (slot != null && missing.remove(name)) {
                if (sectionVersion > slot.projection().version()) {
                    throw new IllegalStateException(name + " was saved by a newer version, " + sectionVersion);
                }
                slot.load(sectionVersion, section);
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException("nothing was saved of " + missing);
        }
        isLoaded = true;
    }

    /** Whether they were saved, and not folded from the beginning. */
    boolean isLoaded() {
        return isLoaded;
    }

    Derivations derivations() {
        return derivations;
    }

    /** How many have been folded into these states. */
    long events() {
        return events;
    }

    long passedMillis() {
        return passedMillis;
    }

    @Override
    @SuppressWarnings("unchecked") // a name says of which type the state is
    public <S> S state(StateName<S> name) {
        Slot<?> slot = byName.get(name.text());
        if (slot == null) {
            throw new IllegalArgumentException("no projection is named " + name.text());
        }
        SetAside aside = slot.aside();
        if (aside != null) {
            throw new Unanswered(new Refusal.Aside(aside));
        }
        return (S) slot.state();
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public long atMillis() {
        return Math.max(clockMillis, Math.max(passedMillis, position.epochMillis()));
    }

    @Override
    public boolean isPartial() {
        return isPartial;
    }

    /** What one projection sees of the rest. */
    private final class View implements Context {
        private final StateName<?> of;
        private final Set<StateName<?>> below;

        View(StateName<?> of, Set<StateName<?>> below) {
            this.of = of;
            this.below = below;
        }

        @Override
        public <S> S state(StateName<S> name) {
            if (!below.contains(name)) {
                throw new IllegalArgumentException(of.text() + " does not say that it stands upon " + name.text());
            }
            return Projections.this.state(name);
        }

        @Override
        public Position position() {
            return position;
        }

        @Override
        public void derive(Derived derived) {
            derivations.add(derived);
        }
    }
}
