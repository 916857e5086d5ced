package dev.herald.journal.sqlite;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of one of SQLite's b-trees, taken apart, see section 1.6 of its "Database File Format". What does not hold
 * together is left out.
 *
 * @param cells those that hold together, in the order of the page
 * @param right the last child of an inner page
 * @param isSound whether nothing was left out, and all the rest is as SQLite has it
 */
record TreePage(int kind, List<Cell> cells, int right, boolean isSound) {
    static final int INDEX_INNER = 2;
    static final int TABLE_INNER = 5;
    static final int INDEX_LEAF = 10;
    static final int TABLE_LEAF = 13;
    private static final int USABLE = RawPages.BYTES;
    private static final int CELL_MIN = 4;

    /**
     * A cell.
     *
     * @param row the row's number, in a table
     * @param child the page of what precedes it, in an inner page
     * @param overflow the page where the record goes on, or 0
     * @param overflowBytes how much of it
     * @param record null in an inner page of a table
     */
    record Cell(
            byte[] bytes,
            long row,
            int child,
            int overflow,
            long overflowBytes,
            @Nullable RawRecord record) {
        private int length() {
            return Math.max(CELL_MIN, bytes.length);
        }
    }

    boolean isInner() {
        return kind == INDEX_INNER || kind == TABLE_INNER;
    }

    /** @param at where the page's head begins, which is behind the file's in the first */
    static TreePage of(ByteBuffer page, int at) {
        int kind = page.get(at);
        boolean isInner = kind == INDEX_INNER || kind == TABLE_INNER;
        int count = number(page, at + 3);
        int head = at + (isInner ? 12 : 8);
        if (!isInner && kind != INDEX_LEAF && kind != TABLE_LEAF || count > (USABLE - head) / (CELL_MIN + 2)) {
            return new TreePage(kind, List.of(), 0, false);
        }
        int start = number(page, at + 5);
        int low = head + 2 * count;
        boolean isSound = start >= low;
        BitSet used = new BitSet(USABLE);
        List<Cell> cells = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int from = number(page, head + 2 * i);
            Cell cell = from < low || from > USABLE - CELL_MIN ? null : cell(page, from, kind);
            if (cell == null || used.get(from, from + cell.length()).cardinality() > 0) {
                isSound = false;
                continue;
            }
            isSound &= from >= start;
            used.set(from, from + cell.length());
            cells.add(cell);
        }
        isSound &= isFreeSound(page, number(page, at + 1), start, used)
                && used.cardinality() + (page.get(at + 7) & 0xFF) == USABLE - start;
        return new TreePage(kind, cells, isInner ? page.getInt(at + 8) : 0, isSound);
    }

    private static int number(ByteBuffer page, int at) {
        return page.getShort(at) & 0xFFFF;
    }

    /** The blocks between cells, in order, each with its length. */
    private static boolean isFreeSound(ByteBuffer page, int first, int start, BitSet used) {
        int block = first;
        int end = start;
        while (block != 0) {
            if (block < end || block > USABLE - CELL_MIN) {
                return false;
            }
            int bytes = number(page, block + 2);
            if (bytes < CELL_MIN
                    || block + bytes > USABLE
                    || used.get(block, block + bytes).cardinality() > 0) {
                return false;
            }
            used.set(block, block + bytes);
            end = block + bytes;
            block = number(page, block);
        }
        return true;
    }

    private static @Nullable Cell cell(ByteBuffer page, int from, int kind) {
        boolean isInner = kind == INDEX_INNER || kind == TABLE_INNER;
        boolean isTable = kind == TABLE_INNER || kind == TABLE_LEAF;
        int child = isInner ? page.getInt(from) : 0;
        RawRecord.Varints numbers = new RawRecord.Varints(page, isInner ? from + 4 : from, USABLE);
        long payload = kind == TABLE_INNER ? 0 : numbers.next();
        long row = isTable ? numbers.next() : 0;
        int at = numbers.at();
        if (kind == TABLE_INNER) {
            return new Cell(bytes(page, from, at), row, child, 0, 0, null);
        }
        if (payload < 1 || payload > Integer.MAX_VALUE) {
            return null;
        }
        int local = local((int) payload, isTable);
        int end = at + local;
        boolean isLong = local < payload;
        if (end + (isLong ? 4 : 0) > USABLE) {
            return null;
        }
        RawRecord record = RawRecord.of(page, at, end, payload);
        byte[] bytes = bytes(page, from, isLong ? end + 4 : end);
        return record == null
                ? null
                : new Cell(bytes, row, child, isLong ? page.getInt(end) : 0, payload - local, record);
    }

    private static int local(int payload, boolean isTable) {
        int max = isTable ? USABLE - 35 : (USABLE - 12) * 64 / 255 - 23;
        int min = (USABLE - 12) * 32 / 255 - 23;
        if (payload <= max) {
            return payload;
        }
        int local = min + (payload - min) % (USABLE - 4);
        return local <= max ? local : min;
    }

    private static byte[] bytes(ByteBuffer page, int from, int to) {
        byte[] bytes = new byte[to - from];
        page.get(from, bytes);
        return bytes;
    }

    /** A page of these cells, which must have room in it. */
    static ByteBuffer page(int kind, List<byte[]> cells, int right) {
        ByteBuffer page = ByteBuffer.allocate(USABLE);
        int pointer = kind == INDEX_INNER || kind == TABLE_INNER ? 12 : 8;
        int start = USABLE;
        for (byte[] cell : cells) {
            start -= Math.max(CELL_MIN, cell.length);
            page.put(start, cell);
            page.putShort(pointer, (short) start);
            pointer += 2;
        }
        page.put(0, (byte) kind).putShort(3, (short) cells.size()).putShort(5, (short) start);
        if (kind == INDEX_INNER || kind == TABLE_INNER) {
            page.putInt(8, right);
        }
        return page;
    }

    /** A cell above the leaves of a table: rows up to this one are below that page. */
    static byte[] inner(int child, long row) {
        ByteBuffer cell = ByteBuffer.allocate(4 + 9).putInt(child);
        if (row >>> 56 != 0) {
            for (int shift = 57; shift >= 8; shift -= 7) {
                cell.put((byte) (row >>> shift | 0x80));
            }
            cell.put((byte) row);
        } else {
            boolean isBegun = false;
            for (int shift = 49; shift > 0; shift -= 7) {
                isBegun |= row >>> shift != 0;
                if (isBegun) {
                    cell.put((byte) (row >>> shift | 0x80));
                }
            }
            cell.put((byte) (row & 0x7F));
        }
        byte[] bytes = new byte[cell.position()];
        cell.flip().get(bytes);
        return bytes;
    }
}
