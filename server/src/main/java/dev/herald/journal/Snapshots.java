package dev.herald.journal;

import dev.herald.event.Position;
import java.util.List;
import java.util.Optional;

/**
 * States of projections, each as of a position. Several of a name are kept, {@link #KEPT_MAX}, for looking back and for one
 * that turns out to be damaged: the newest few and the oldest, and between them ever fewer the older they are, see {@link
 * Thinning}. May block on IO; any thread that may.
 */
public interface Snapshots {
    /** So many of a name are kept; one between the others goes when another is saved. */
    int KEPT_MAX = 16;

    /**
     * Keeps a state under its name; one of the same name and position takes its place. It is durable on return.
     *
     * @param version of the state's form, the projection's own
     * @throws JournalException when it could not be kept; those before are still there
     */
    void save(String name, int version, Position position, byte[] state);

    /** The newest of the name that is sound. */
    default Optional<Snapshot> load(String name) {
        return load(name, new Position(Long.MAX_VALUE));
    }

    /** The newest of the name that is sound and not after the position. */
    Optional<Snapshot> load(String name, Position upTo);

    /** Those of the name that are before the position go, but for the newest of all. */
    void forget(String name, Position before);

    /** The positions of those that are kept of the name, oldest first. */
    List<Position> kept(String name);
}
