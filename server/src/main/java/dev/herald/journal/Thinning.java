package dev.herald.journal;

import dev.herald.event.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Which snapshots go when there are more than are kept: the part of {@link Snapshots} that all engines share. The newest
 * few stay, for one may turn out to be damaged, and so does the oldest. Of those between, the one goes without which the
 * distance of its neighbours grows least in proportion to their age. So the distances grow with the age: what was
 * yesterday is near a snapshot, and what was last year is not far from one.
 */
public final class Thinning {
    /** So many of the newest stay. */
    static final int NEWEST_MAX = 4;

    private Thinning() {}

    /**
     * Those that go.
     *
     * @param kept the positions of all of a name, oldest first
     */
    public static List<Position> superfluous(Collection<Position> kept) {
        List<Position> left = new ArrayList<>(kept);
        List<Position> gone = new ArrayList<>(1);
        while (left.size() > Snapshots.KEPT_MAX) {
            gone.add(left.remove(least(left)));
        }
        return gone;
    }

    private static int least(List<Position> kept) {
        long newest = kept.getLast().packed();
        int least = 1;
        double leastGrowth = Double.MAX_VALUE;
        for (int i = 1; i < kept.size() - NEWEST_MAX; i++) {
            double older = newest - kept.get(i - 1).packed();
            double younger = newest - kept.get(i + 1).packed();
            if (older / younger < leastGrowth) {
                leastGrowth = older / younger;
                least = i;
            }
        }
        return least;
    }
}
