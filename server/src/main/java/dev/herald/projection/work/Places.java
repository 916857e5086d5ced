package dev.herald.projection.work;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Tasks by place and by id, in the order in which they became known; none is ever taken out. One thread changes it and
 * hands a {@link #view} to others, in a way that orders what they see.
 *
 * <p>Places lie in chunks. A view shares them: a chunk that has been shown is copied before it changes, so that a view
 * costs as much as the chunks that have changed since the one before. The table of ids is shared as well: its cells are
 * filled once, from empty to a place, so who reads an older view sees what it had, and passes by what came later.
 */
final class Places {
    private static final int CHUNK_BITS = 7;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int MASK = CHUNK - 1;
    private static final int TABLE_BEGIN = 16;
    /** So that nobody can choose ids that all fall on one cell. What is folded does not depend on it. */
    private static final long SEED = ThreadLocalRandom.current().nextLong();

    private @Nullable Placed[][] chunks = new @Nullable Placed[1][];
    private boolean[] isShown = new boolean[1];
    /** A place plus one in each cell that is filled, at or behind the id's own; at most half of them are. */
    private int[] table = new int[TABLE_BEGIN];

    private int size;

    int size() {
        return size;
    }

    Placed at(int place) {
        return at(chunks, place);
    }

    private static Placed at(@Nullable Placed[][] chunks, int place) {
        Placed placed = chunks[place >> CHUNK_BITS][place & MASK];
        if (placed == null) {
            throw new IndexOutOfBoundsException(place);
        }
        return placed;
    }

    /** The place of an id; {@link Placed#NONE} where it is not known. */
    int of(String id) {
        return find(chunks, table, size, id);
    }

    private static int find(@Nullable Placed[][] chunks, int[] table, int size, String id) {
        int mask = table.length - 1;
        for (int cell = cell(id, mask); table[cell] != 0; cell = cell + 1 & mask) {
            int place = table[cell] - 1;
            if (place < size && at(chunks, place).task().id().equals(id)) {
                return place;
            }
        }
        return Placed.NONE;
    }

    private static int cell(String id, int mask) {
        long hash = SEED;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        return (int) hash & mask;
    }

    /** One more, whose id is not known yet. @return its place */
    int add(Placed placed) {
        int place = size;
        int chunk = place >> CHUNK_BITS;
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk + (chunk >> 1) + 1);
            isShown = Arrays.copyOf(isShown, chunks.length);
        }
        if ((place & MASK) == 0) {
            chunks[chunk] = new @Nullable Placed[CHUNK];
        }
        size++;
        set(place, placed);
        if (2 * size > table.length) {
            table = widened();
        }
        fill(table, placed.task().id(), place);
        return place;
    }

    private int[] widened() {
        int[] wider = new int[2 * table.length];
        for (int place = 0; place < size - 1; place++) {
            fill(wider, at(place).task().id(), place);
        }
        return wider;
    }

    private static void fill(int[] table, String id, int place) {
        int mask = table.length - 1;
        int cell = cell(id, mask);
        while (table[cell] != 0) {
            cell = cell + 1 & mask;
        }
        table[cell] = place + 1;
    }

    void set(int place, Placed placed) {
        int chunk = place >> CHUNK_BITS;
        if (isShown[chunk]) {
            chunks[chunk] = chunks[chunk].clone();
            isShown[chunk] = false;
        }
        chunks[chunk][place & MASK] = placed;
    }

    /** As it is now, for any thread. */
    View view() {
        int used = size + MASK >> CHUNK_BITS;
        Arrays.fill(isShown, 0, used, true);
        return new View(Arrays.copyOf(chunks, used), table, size);
    }

    /** Immutable; any thread. */
    record View(@Nullable Placed[][] chunks, int[] table, int size) {
        static final View NONE = new View(new @Nullable Placed[0][], new int[1], 0);

        Placed at(int place) {
            return Places.at(chunks, place);
        }

        int of(String id) {
            return find(chunks, table, size, id);
        }
    }
}
