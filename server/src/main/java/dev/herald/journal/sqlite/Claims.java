package dev.herald.journal.sqlite;

import java.util.BitSet;
import java.util.List;

/** Which pages of the file belong to a tree: none to two of them. One thread. */
final class Claims {
    /** SQLite locks bytes at the first GiB, and leaves their page alone. */
    private static final int LOCKED = (1 << 30) / RawPages.BYTES + 1;

    private static final int OVERFLOW_BYTES = RawPages.BYTES - 4;

    private final RawPages pages;
    private final BitSet all = new BitSet();

    Claims(RawPages pages) {
        this.pages = pages;
        all.set(0);
        all.set(1);
        all.set(LOCKED);
    }

    boolean isFree(int page) {
        return page > 0 && page <= pages.count() && !all.get(page);
    }

    boolean claim(int page) {
        if (!isFree(page)) {
            return false;
        }
        all.set(page);
        return true;
    }

    /** Claims the pages in which a record goes on, all or none; answers whether they are as they should be. */
    boolean claimRest(TreePage.Cell cell, BitSet own) {
        BitSet rest = new BitSet();
        int page = cell.overflow();
        for (long left = cell.overflowBytes(); left > 0; left -= OVERFLOW_BYTES) {
            if (!isFree(page) || rest.get(page)) {
                return false;
            }
            rest.set(page);
            page = pages.read(page).getInt(0);
        }
        if (page != 0 && cell.overflowBytes() > 0) {
            return false;
        }
        all.or(rest);
        own.or(rest);
        return true;
    }

    void release(BitSet own) {
        all.andNot(own);
    }

    void claimAll(List<Integer> taken) {
        taken.forEach(all::set);
    }
}
