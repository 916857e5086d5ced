package dev.herald.journal.sqlite;

import dev.herald.journal.JournalException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * The tree of the events, as it is mended: of a leaf what holds together is kept; when something is amiss above the leaves,
 * all that is above them is built anew, over the leaves that were found and those to which nothing leads any more. What is
 * lost leaves a hole, which the row behind it tells. Used once, by one thread.
 *
 * <p>States: {@link #look}, then {@link #gather} if it is broken, then {@link #mend}.
 */
final class EventTree {
    /**
     * A range of rows that cannot be read.
     *
     * @param isAll whether none of it could be, so that what is found there after all makes it whole
     */
    record Lost(long after, long upTo, boolean isAll) {}

    /** A leaf; its cells are kept when they are to be written again. */
    private record Leaf(int page, long first, long last, List<TreePage.Cell> cells, boolean isAsItWas) {}

    private static final int DEPTH_MAX = 20;
    /** A cell above the leaves has at most 4 and 9 bytes, and its place 2. */
    private static final int CHILDREN_MAX = (RawPages.BYTES - 12) / 15;
    /** The first format had no checksum. */
    private static final int COLUMNS_MIN = 9;

    private static final int COLUMNS = 10;

    private final RawPages pages;
    private final Claims claims;
    private final int root;
    private final BitSet own = new BitSet();
    private final List<Leaf> leaves = new ArrayList<>();
    private final List<Integer> inner = new ArrayList<>();
    private final List<Lost> lost = new ArrayList<>();
    private boolean isBroken;
    private int leafDepth = -1;

    EventTree(RawPages pages, Claims claims, int root) {
        this.pages = pages;
        this.claims = claims;
        this.root = root;
    }

    void look() {
        look(root, 0, Long.MAX_VALUE, 0);
        leaves.sort(Comparator.comparingLong(Leaf::first));
    }

    private void look(int page, long low, long high, int depth) {
        TreePage is = depth <= DEPTH_MAX && claims.isFree(page)
                ? TreePage.of(pages.read(page), 0)
                : new TreePage(0, List.of(), 0, false);
        if (is.kind() == TreePage.TABLE_LEAF) {
            lookAtLeaf(page, is, low, high, depth);
        } else if (is.kind() == TreePage.TABLE_INNER && !is.cells().isEmpty()) {
            claims.claim(page);
            inner.add(page);
            isBroken |= !is.isSound();
            long from = low;
            for (TreePage.Cell cell : is.cells()) {
                boolean isInside = cell.row() > from && cell.row() < high;
                isBroken |= !isInside;
                look(cell.child(), isInside ? from : low, isInside ? cell.row() : high, depth + 1);
                from = isInside ? cell.row() : from;
            }
            look(is.right(), from, high, depth + 1);
        } else {
            isBroken = true;
            lost.add(new Lost(low, high, true));
        }
    }

    private void lookAtLeaf(int page, TreePage is, long low, long high, int depth) {
        List<TreePage.Cell> cells = fit(is.cells(), low, high);
        isBroken |= leafDepth >= 0 && leafDepth != depth;
        leafDepth = depth;
        boolean isEmptyLog = depth == 0 && is.isSound() && is.cells().isEmpty();
        if (!cells.isEmpty()) {
            claims.claim(page);
            add(page, cells, is.isSound() && cells.size() == is.cells().size());
        } else if (isEmptyLog) {
            claims.claim(page);
        } else {
            isBroken = true;
        }
        if (!isEmptyLog && (!is.isSound() || cells.size() != is.cells().size())) {
            lost.add(new Lost(low, high, cells.isEmpty()));
        }
    }

    private void add(int page, List<TreePage.Cell> cells, boolean isAsItWas) {
        long first = cells.getFirst().row();
        leaves.add(new Leaf(page, first, cells.getLast().row(), isAsItWas ? List.of() : cells, isAsItWas));
    }

    /** The rows of events that are in order and in the range, unless most are not: then it is the range that is wrong. */
    private List<TreePage.Cell> fit(List<TreePage.Cell> cells, long low, long high) {
        List<TreePage.Cell> events = cells.stream()
                .filter(cell -> cell.record() != null
                        && cell.record().serials().size() >= COLUMNS_MIN
                        && cell.record().serials().size() <= COLUMNS)
                .toList();
        List<TreePage.Cell> inside = events.stream()
                .filter(cell -> cell.row() > low && cell.row() <= high)
                .toList();
        if (inside.size() * 2 < events.size()) {
            isBroken = true;
            inside = events;
        }
        return ascending(inside).stream()
                .filter(cell -> claims.claimRest(cell, own))
                .toList();
    }

    /** As many as can be in order. */
    private static List<TreePage.Cell> ascending(List<TreePage.Cell> cells) {
        boolean isInOrder = true;
        for (int i = 1; i < cells.size(); i++) {
            isInOrder &= cells.get(i).row() > cells.get(i - 1).row();
        }
        if (isInOrder) {
            return cells;
        }
        int[] length = new int[cells.size()];
        int[] previous = new int[cells.size()];
        int best = 0;
        for (int i = 0; i < cells.size(); i++) {
            previous[i] = -1;
            for (int j = 0; j < i; j++) {
                if (cells.get(j).row() < cells.get(i).row() && length[j] >= length[i]) {
                    length[i] = length[j] + 1;
                    previous[i] = j;
                }
            }
            best = length[i] > length[best] ? i : best;
        }
        List<TreePage.Cell> kept = new ArrayList<>();
        for (int i = best; i >= 0; i = previous[i]) {
            kept.add(cells.get(i));
        }
        return kept.reversed();
    }

    boolean isBroken() {
        return isBroken;
    }

    boolean isSound() {
        return !isBroken && leaves.stream().allMatch(Leaf::isAsItWas);
    }

    long newest() {
        return leaves.isEmpty() ? 0 : leaves.getLast().last();
    }

    boolean isEmpty() {
        return leaves.isEmpty();
    }

    /** Where rows are missing, when it is mended. */
    List<Lost> lost() {
        return lost.stream()
                .filter(range -> !range.isAll()
                        || leaves.stream()
                                .noneMatch(leaf -> leaf.first() > range.after() && leaf.last() <= range.upTo()))
                .toList();
    }

    /** Leaves to which nothing leads, when all other trees have claimed theirs. */
    void gather(BitSet free) {
        for (int page = 2; page <= pages.count(); page++) {
            if (!claims.isFree(page) || free.get(page)) {
                continue;
            }
            TreePage is = TreePage.of(pages.read(page), 0);
            if (is.kind() == TreePage.TABLE_LEAF) {
                List<TreePage.Cell> cells = fit(is.cells(), 0, Long.MAX_VALUE);
                if (!cells.isEmpty() && isApart(cells)) {
                    claims.claim(page);
                    add(page, cells, is.isSound() && cells.size() == is.cells().size());
                    leaves.sort(Comparator.comparingLong(Leaf::first));
                }
            }
        }
    }

    private boolean isApart(List<TreePage.Cell> cells) {
        long first = cells.getFirst().row();
        long last = cells.getLast().row();
        return leaves.stream().noneMatch(leaf -> leaf.first() <= last && first <= leaf.last());
    }

    void mend() {
        removeOverlaps();
        for (Leaf leaf : leaves) {
            if (!leaf.isAsItWas()) {
                pages.change(leaf.page(), leaf(leaf.cells()));
            }
        }
        if (isBroken) {
            build();
        }
    }

    /** A row whose number is wrong may reach into the next leaf. */
    private void removeOverlaps() {
        for (int i = 0; i + 1 < leaves.size(); i++) {
            Leaf leaf = leaves.get(i);
            long next = leaves.get(i + 1).first();
            if (leaf.last() >= next) {
                isBroken = true;
                List<TreePage.Cell> cells = leaf.isAsItWas()
                        ? TreePage.of(pages.read(leaf.page()), 0).cells()
                        : leaf.cells();
                List<TreePage.Cell> kept =
                        cells.stream().filter(cell -> cell.row() < next).toList();
                lost.add(new Lost(leaf.first(), next, false));
                leaves.set(
                        i,
                        new Leaf(
                                leaf.page(),
                                leaf.first(),
                                kept.isEmpty() ? leaf.first() : kept.getLast().row(),
                                kept,
                                false));
            }
        }
        leaves.removeIf(leaf -> !leaf.isAsItWas() && leaf.cells().isEmpty());
    }

    private static ByteBuffer leaf(List<TreePage.Cell> cells) {
        return TreePage.page(
                TreePage.TABLE_LEAF, cells.stream().map(TreePage.Cell::bytes).toList(), 0);
    }

    /** All that is above the leaves, from below; the last page is the root, which keeps its number. */
    private void build() {
        boolean isOurs = inner.contains(root) || leaves.stream().anyMatch(leaf -> leaf.page() == root);
        if (!isOurs && !claims.claim(root)) {
            throw new JournalException("is damaged beyond mending, for two tables begin in one place: restore it from a"
                    + " backup, or move it away to begin a new one");
        }
        BitSet old = new BitSet();
        inner.forEach(old::set);
        old.clear(root);
        claims.release(old);
        if (leaves.size() < 2) {
            buildOfOne();
        } else {
            buildOver(leaves.stream().map(this::awayFromRoot).toList());
        }
    }

    private void buildOfOne() {
        List<TreePage.Cell> cells = leaves.isEmpty()
                ? List.of()
                : TreePage.of(pages.read(leaves.getFirst().page()), 0).cells();
        BitSet moved = new BitSet();
        leaves.forEach(leaf -> moved.set(leaf.page()));
        moved.clear(root);
        claims.release(moved);
        pages.change(root, leaf(cells));
    }

    private Leaf awayFromRoot(Leaf leaf) {
        if (leaf.page() != root) {
            return leaf;
        }
        int page = free(2);
        pages.change(page, pages.read(root));
        return new Leaf(page, leaf.first(), leaf.last(), leaf.cells(), leaf.isAsItWas());
    }

    private void buildOver(List<Leaf> bottom) {
        List<Leaf> level = bottom;
        int next = 2;
        while (level.size() > CHILDREN_MAX) {
            List<Leaf> above = new ArrayList<>();
            int groups = (level.size() + CHILDREN_MAX - 1) / CHILDREN_MAX;
            for (int i = 0; i < groups; i++) {
                List<Leaf> children = level.subList(
                        (int) ((long) level.size() * i / groups), (int) ((long) level.size() * (i + 1) / groups));
                next = free(next);
                pages.change(next, over(children));
                above.add(new Leaf(
                        next, children.getFirst().first(), children.getLast().last(), List.of(), true));
            }
            level = above;
        }
        pages.change(root, over(level));
    }

    private int free(int from) {
        int page = from;
        while (!claims.claim(page)) {
            page++;
            pages.grow(page);
        }
        return page;
    }

    private static ByteBuffer over(List<Leaf> children) {
        List<byte[]> cells = new ArrayList<>();
        for (Leaf child : children.subList(0, children.size() - 1)) {
            cells.add(TreePage.inner(child.page(), child.last()));
        }
        return TreePage.page(TreePage.TABLE_INNER, cells, children.getLast().page());
    }
}
