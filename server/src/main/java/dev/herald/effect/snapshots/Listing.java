package dev.herald.effect.snapshots;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * Lists the snapshots of several refs, newest first, a page of each at a time: what is not asked for is not read, and
 * thousands are never in memory together. One thread, once; blocks.
 */
final class Listing {
    static final int PAGE = 200;

    private final Chain chain;
    private final Differences differences;
    private final List<BrokenHistory> broken = new ArrayList<>();
    private final PriorityQueue<Line> lines = new PriorityQueue<>(Comparator.comparingLong(Line::rank));

    Listing(Chain chain, Differences differences, List<SnapshotRef> refs) {
        this.chain = chain;
        this.differences = differences;
        refs.forEach(ref -> lines.add(new Line(ref)));
    }

    /** What is next of one ref. */
    private final class Line {
        private final SnapshotRef ref;
        private final Deque<ListedSnapshot> page = new ArrayDeque<>();
        private String next;
        private long newest;

        Line(SnapshotRef ref) {
            this.ref = ref;
            this.next = ref.tip();
            this.newest = ref.at().getEpochSecond();
        }

        long rank() {
            return -newest;
        }

        /** Whether there is something at hand, after reading what has to be. */
        boolean isFilled(int countMax) throws IOException, InterruptedException {
            if (page.isEmpty() && !next.isEmpty()) {
                read(countMax);
            }
            return !page.isEmpty();
        }

        private void read(int countMax) throws IOException, InterruptedException {
            Chain.Stretch stretch = chain.from(next, countMax);
            List<Snapshot> snapshots =
                    stretch.links().stream().map(Chain.Link::snapshot).toList();
            if (stretch.brokenAt() != null) {
                broken.add(new BrokenHistory(ref.branch(), stretch.brokenAt(), false));
            }
            List<Extent> extents = differences.extents(snapshots);
            for (int i = 0; i < snapshots.size(); i++) {
                page.add(new ListedSnapshot(snapshots.get(i), ref.branch(), extents.get(i)));
            }
            String before =
                    snapshots.size() < countMax ? null : snapshots.getLast().before();
            next = before == null ? "" : before;
        }

        /** Whether the moment by which this line was chosen was the right one; it is now. */
        boolean isPlaced() {
            long moment = moment(page.element());
            boolean wasRight = moment == newest;
            newest = moment;
            return wasRight;
        }

        ListedSnapshot take() {
            ListedSnapshot taken = page.remove();
            newest = moment(page.isEmpty() ? taken : page.element());
            return taken;
        }

        private static long moment(ListedSnapshot listed) {
            return listed.snapshot().at().getEpochSecond();
        }
    }

    /**
     * Hands them on until there are no more or the reader wants no more.
     *
     * @param pageMax most of one ref that are read at once
     * @return the histories that ended before their end, as far as they were read
     */
    List<BrokenHistory> read(Predicate<ListedSnapshot> reader, int pageMax) throws IOException, InterruptedException {
        int countMax = Math.clamp(pageMax, 1, PAGE);
        while (!lines.isEmpty()) {
            Line line = lines.remove();
            if (!line.isFilled(countMax)) {
                continue;
            }
            // What follows the end of a page is known only now, and may be older than another line's next.
            if (line.isPlaced() && !reader.test(line.take())) {
                return broken;
            }
            lines.add(line);
        }
        return broken;
    }
}
