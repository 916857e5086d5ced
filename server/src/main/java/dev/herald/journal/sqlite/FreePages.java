package dev.herald.journal.sqlite;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The list of the pages that nothing uses, see section 1.5 of SQLite's "Database File Format": a chain of pages that name
 * others. Pure functions over the pages.
 */
final class FreePages {
    private static final int FIRST_AT = 32;
    private static final int COUNT_AT = 36;
    /** As many as all versions of SQLite put on one. */
    private static final int NAMED_MAX = RawPages.BYTES / 4 - 8;

    private FreePages() {}

    /** Adds them to the set; answers whether the list is sound. */
    static boolean look(RawPages pages, Claims claims, BitSet free) {
        ByteBuffer head = pages.read(1);
        int trunk = head.getInt(FIRST_AT);
        while (trunk != 0) {
            if (!claims.isFree(trunk) || free.get(trunk)) {
                return false;
            }
            free.set(trunk);
            ByteBuffer page = pages.read(trunk);
            int named = page.getInt(4);
            if (named < 0 || named > RawPages.BYTES / 4 - 2) {
                return false;
            }
            for (int i = 0; i < named; i++) {
                int leaf = page.getInt(8 + 4 * i);
                if (!claims.isFree(leaf) || free.get(leaf)) {
                    return false;
                }
                free.set(leaf);
            }
            trunk = page.getInt(0);
        }
        return free.cardinality() == head.getInt(COUNT_AT);
    }

    /** Makes the list anew, of all that no tree has. */
    static void write(RawPages pages, Claims claims) {
        List<Integer> free = IntStream.rangeClosed(2, pages.count())
                .filter(claims::isFree)
                .boxed()
                .toList();
        for (int i = 0; i < free.size(); i += NAMED_MAX + 1) {
            List<Integer> named = free.subList(i + 1, Math.min(free.size(), i + 1 + NAMED_MAX));
            int next = i + NAMED_MAX + 1;
            ByteBuffer trunk = ByteBuffer.allocate(RawPages.BYTES)
                    .putInt(next < free.size() ? free.get(next) : 0)
                    .putInt(named.size());
            named.forEach(trunk::putInt);
            pages.change(free.get(i), trunk);
        }
        ByteBuffer head = copy(pages.read(1));
        head.putInt(FIRST_AT, free.isEmpty() ? 0 : free.getFirst()).putInt(COUNT_AT, free.size());
        FileHead.count(head, pages.count());
        pages.change(1, head);
    }

    private static ByteBuffer copy(ByteBuffer page) {
        return ByteBuffer.allocate(RawPages.BYTES).put(page.rewind()).rewind();
    }
}
