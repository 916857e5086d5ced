package dev.herald.source.files;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The places of which something was heard and that have not settled. Beside the time, it remembers which files are about
 * to come or to go, so that both ends of a rename find each other though they settle apart.
 */
final class Hints {
    private static final int STALE_MAX = 1_024;

    private final Settler<Place> settler;
    private final Map<Long, Place> coming = new HashMap<>();
    private final Map<Long, Place> going = new HashMap<>();

    Hints(Settler<Place> settler) {
        this.settler = settler;
    }

    /** The files of a folder have to be looked at anew. */
    void rescan(Folder folder, long now) {
        settler.insist(Place.whole(folder), now);
    }

    /** Something happened to a name of which nothing is known. */
    void hint(Place place, long now) {
        if (!settler.hint(place, now)) {
            // Too much at once: looking at the folder later finds it again, when others have settled.
            rescan(place.folder(), now);
        }
    }

    /** Something happened to a known file. */
    void touched(Place place, Stamp known, long now) {
        going.put(known.identity(), place);
        hint(place, now);
    }

    /** A file is there that was not. */
    void appeared(Place place, Stamp seen, long now) {
        coming.put(seen.identity(), place);
        hint(place, now);
    }

    /** Where a file of this identity was seen to come, while that has not settled. */
    @Nullable
    Place coming(Stamp stamp) {
        return waiting(coming.get(stamp.identity()));
    }

    /** The known place of a file of this identity that may be about to go. */
    @Nullable
    Place going(Stamp stamp) {
        return waiting(going.get(stamp.identity()));
    }

    boolean isWaiting(Place place) {
        return settler.contains(place);
    }

    void settled(Place place) {
        settler.remove(place);
    }

    List<Settler.Due<Place>> due(long now, int most) {
        List<Settler.Due<Place>> due = settler.due(now, most);
        forget(coming);
        forget(going);
        return due;
    }

    List<Settler.Due<Place>> all() {
        return settler.all();
    }

    long nanosUntilDue(long now) {
        return settler.nanosUntilDue(now);
    }

    private @Nullable Place waiting(@Nullable Place place) {
        return place != null && settler.contains(place) ? place : null;
    }

    /** Entries are left behind when their place settles, and swept when they outnumber what waits. */
    private void forget(Map<Long, Place> places) {
        if (places.size() > 2 * settler.size() + STALE_MAX) {
            places.values().removeIf(place -> !settler.contains(place));
        }
    }
}
