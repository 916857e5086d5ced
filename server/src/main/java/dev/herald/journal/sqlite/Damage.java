package dev.herald.journal.sqlite;

import dev.herald.event.Position;
import dev.herald.meter.Health;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was found damaged in the file since it was opened: told once each in the log, and as long as the process runs in
 * its health. Any thread; never blocks for long.
 */
final class Damage {
    /** So many places are told apart; further ones are counted as one. */
    private static final int PLACES_MAX = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Damage.class);

    /** Where each begins, and the end of what is missing. */
    private final Map<Position, Position> places = new LinkedHashMap<>();

    /** What beside the events cannot be read. */
    private final Set<String> others = new LinkedHashSet<>();

    private final Runnable mending;
    private String log = "";

    /** @param mending done when something is found that the next start can mend */
    Damage(Runnable mending) {
        this.mending = mending;
    }

    /** The row at the position is not what was written. */
    void row(Position position) {
        if (isNew(position, position)) {
            LOG.error(
                    "the journal's event {} is damaged and is not served: look at the disk, and restore a backup if you"
                            + " need it",
                    position);
        }
    }

    /** Rows between two positions are missing. */
    void hole(Position after, Position upTo) {
        if (isNew(after, upTo)) {
            LOG.error(
                    "the journal cannot be read between {} and {}, it is gone around: look at the disk, and restore a"
                            + " backup if you need what was there",
                    after,
                    upTo);
        }
    }

    /** Pages of the file cannot be read that should have the events between the two. */
    void unreadable(Position after, Position upTo) {
        hole(after, upTo);
        mending.run();
    }

    /** Something beside the events cannot be read, and is done without. */
    void other(String what) {
        if (isNew(what)) {
            LOG.error(
                    "the journal's {} cannot be read and is done without: look at the disk, and restore a backup if"
                            + " other things are amiss",
                    what);
            mending.run();
        }
    }

    /** What was found when the file was opened, or mended in it. */
    synchronized void mended(String what) {
        log = log.isEmpty() ? what : log + "; " + what;
        LOG.error(what);
    }

    /** Whether something is known to be missing after the first position and before the second. */
    synchronized boolean isBetween(Position after, Position before) {
        for (Map.Entry<Position, Position> place : places.entrySet()) {
            if (place.getValue().isAfter(after) && before.isAfter(place.getKey())) {
                return true;
            }
        }
        return false;
    }

    private synchronized boolean isNew(Position place, Position upTo) {
        return places.size() < PLACES_MAX && places.putIfAbsent(place, upTo) == null;
    }

    private synchronized boolean isNew(String what) {
        return others.add(what);
    }

    synchronized Health.Status status() {
        List<String> all = new ArrayList<>();
        if (!places.isEmpty()) {
            Map.Entry<Position, Position> first = places.entrySet().iterator().next();
            boolean isRow = first.getKey().equals(first.getValue());
            all.add("the journal's file is damaged in " + (places.size() < PLACES_MAX ? "" : "at least ")
                    + places.size() + (places.size() == 1 ? " place" : " places") + ", first at " + first.getKey()
                    + (isRow ? "" : " up to " + first.getValue())
                    + "; what was there is not served: look at the disk");
        }
        if (!others.isEmpty()) {
            all.add("the journal does without its " + String.join(", its ", others) + ", which cannot be read");
        }
        if (!log.isEmpty()) {
            all.add(log);
        }
        return all.isEmpty() ? Health.Status.HEALTHY : new Health.Status(Health.Level.DEGRADED, String.join("; ", all));
    }
}
