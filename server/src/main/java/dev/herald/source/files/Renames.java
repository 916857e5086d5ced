package dev.herald.source.files;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of the files that went and came are the same file. Pure.
 *
 * <p>Only a name that is empty now can be the old name of another: where a name held a file before and still holds one,
 * it is that name that was modified, whatever was shuffled to get there. This is what makes every editor's way of saving
 * (rename the old one away, rename a new one over it) one {@code modified}.
 */
final class Renames {
    private Renames() {}

    /** A file that was told of and is no longer there. */
    record Lost(Place place, Stamp stamp) {}

    /**
     * A file that is there and is new or another than before.
     *
     * @param before what was told of the name, null for nothing
     * @param isPending whether the name has not settled, so that only its identity counts yet
     */
    record Found(Place place, Stamp stamp, @Nullable Stamp before, boolean isPending) {}

    record Move(Lost from, Found to) {}

    record Result(List<Lost> lost, List<Move> moves, List<Found> found) {}

    static Result pair(List<Lost> lost, List<Found> found) {
        Map<Long, Lost> byIdentity = new HashMap<>();
        lost.forEach(file -> byIdentity.put(file.stamp.identity(), file));
        List<Move> moves = new ArrayList<>();
        List<Found> others = new ArrayList<>();
        for (Found file : found) {
            boolean isOther = file.before == null || !file.before.isSameFile(file.stamp);
            Lost from = isOther ? byIdentity.remove(file.stamp.identity()) : null;
            if (from != null) {
                moves.add(new Move(from, file));
            } else if (!file.isPending) {
                others.add(file);
            }
        }
        // Two names of one file (hard links) share an identity: the map holds one of them, both are gone.
        Set<Lost> paired = new HashSet<>();
        moves.forEach(move -> paired.add(move.from));
        List<Lost> gone = lost.stream().filter(file -> !paired.contains(file)).toList();
        return new Result(gone, moves, others);
    }
}
