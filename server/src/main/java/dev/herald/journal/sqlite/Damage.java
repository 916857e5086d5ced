package dev.herald.journal.sqlite;

import dev.herald.event.Position;
import dev.herald.meter.Health;
import java.util.LinkedHashSet;
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

    private final Set<Position> places = new LinkedHashSet<>();
    private String log = "";

    /** The row at the position is not what was written. */
    void row(Position position) {
        if (isNew(position)) {
            LOG.error(
                    "the journal's event {} is damaged and is not served: look at the disk, and restore a backup if you"
                            + " need it",
                    position);
        }
    }

    /** Rows between two positions are missing, or cannot be read. */
    void hole(Position after, Position upTo) {
        if (isNew(after)) {
            LOG.error(
                    "the journal cannot be read between {} and {}, it is gone around: look at the disk, and restore a"
                            + " backup if you need what was there",
                    after,
                    upTo);
        }
    }

    /** The write-ahead log was damaged when it was opened. */
    synchronized void writeAheadLog(String what) {
        log = what;
        LOG.error(what);
    }

    private synchronized boolean isNew(Position place) {
        return places.size() < PLACES_MAX && places.add(place);
    }

    synchronized Health.Status status() {
        if (places.isEmpty() && log.isEmpty()) {
            return Health.Status.HEALTHY;
        }
        String rows = places.isEmpty()
                ? ""
                : "the journal's file is damaged in " + (places.size() < PLACES_MAX ? "" : "at least ")
                        + places.size() + (places.size() == 1 ? " place" : " places") + ", first at "
                        + places.iterator().next() + "; what was there is not served: look at the disk";
        return new Health.Status(
                Health.Level.DEGRADED, rows.isEmpty() || log.isEmpty() ? rows + log : rows + "; " + log);
    }
}
