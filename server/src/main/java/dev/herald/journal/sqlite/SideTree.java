package dev.herald.journal.sqlite;

import dev.herald.journal.JournalException;
import java.util.BitSet;
import java.util.List;

/**
 * A tree beside the events, as it is looked through: it is sound or it is not, and then it is emptied, for what it holds
 * follows from the events. Used once, by one thread.
 */
final class SideTree {
    private static final int DEPTH_MAX = 20;

    private final RawPages pages;
    private final Claims claims;
    private final boolean isTable;
    private final int column;
    private final BitSet own = new BitSet();
    private long greatest;

    /** @param column the one of which the greatest number is sought */
    SideTree(RawPages pages, Claims claims, boolean isTable, int column) {
        this.pages = pages;
        this.claims = claims;
        this.isTable = isTable;
        this.column = column;
    }

    /** Answers whether it is sound. */
    boolean look(int root) {
        return look(root, Long.MIN_VALUE, Long.MAX_VALUE, 0);
    }

    private boolean look(int page, long low, long high, int depth) {
        if (depth > DEPTH_MAX || !claims.claim(page)) {
            return false;
        }
        own.set(page);
        TreePage is = TreePage.of(pages.read(page), 0);
        boolean isOfTable = is.kind() == TreePage.TABLE_INNER || is.kind() == TreePage.TABLE_LEAF;
        if (!is.isSound() || isOfTable != isTable || is.cells().isEmpty() && depth > 0) {
            return false;
        }
        long from = low;
        for (TreePage.Cell cell : is.cells()) {
            boolean isInOrder = !isTable || (cell.row() > from || from == Long.MIN_VALUE) && cell.row() <= high;
            boolean isBelowSound = !is.isInner() || look(cell.child(), from, cell.row(), depth + 1);
            if (!isInOrder || !isBelowSound || !claims.claimRest(cell, own)) {
                return false;
            }
            from = cell.row();
            if (cell.record() != null) {
                greatest = Math.max(greatest, cell.record().number(column));
            }
            if (isTable) {
                greatest = Math.max(greatest, column == 0 ? cell.row() : 0);
            }
        }
        return !is.isInner() || look(is.right(), from, high, depth + 1);
    }

    /** Of what could be read. */
    long greatest() {
        return greatest;
    }

    /** Begins it anew, with nothing in it. */
    void empty(int root) {
        claims.release(own);
        if (!claims.claim(root)) {
            throw new JournalException("is damaged beyond mending, for two tables begin in one place: restore it from a"
                    + " backup, or move it away to begin a new one");
        }
        pages.change(root, TreePage.page(isTable ? TreePage.TABLE_LEAF : TreePage.INDEX_LEAF, List.of(), 0));
    }
}
