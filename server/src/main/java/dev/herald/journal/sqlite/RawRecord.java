package dev.herald.journal.sqlite;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a row as SQLite stores them, see section 2.1 of its "Database File Format".
 *
 * @param serials the kind and length of each column
 * @param body where the columns begin
 */
record RawRecord(ByteBuffer page, List<Long> serials, int body) {
    private static final int COLUMNS_MAX = 200;

    /**
     * Null when it does not hold together.
     *
     * @param at where it begins in the page
     * @param localEnd where what is in the page ends
     * @param payload bytes of the whole record, which may go on elsewhere
     */
    static @Nullable RawRecord of(ByteBuffer page, int at, int localEnd, long payload) {
        Varints header = new Varints(page, at, localEnd);
        long bytes = header.next();
        if (bytes < 1 || bytes > payload || at + bytes > localEnd) {
            return null;
        }
        List<Long> serials = new ArrayList<>();
        long total = bytes;
        while (header.at() < at + bytes) {
            long serial = header.next();
            if (serial < 0 || serial == 10 || serial == 11 || serials.size() == COLUMNS_MAX) {
                return null;
            }
            serials.add(serial);
            total += length(serial);
        }
        return header.at() == at + bytes && total == payload ? new RawRecord(page, serials, (int) (at + bytes)) : null;
    }

    private static long length(long serial) {
        if (serial >= 12) {
            return (serial - 12) / 2;
        }
        return serial == 5 ? 6 : serial == 6 || serial == 7 ? 8 : serial == 8 || serial == 9 ? 0 : serial;
    }

    private int at(int column) {
        long at = body;
        for (int i = 0; i < column; i++) {
            at += length(serials.get(i));
        }
        return (int) at;
    }

    /** A whole number; 0 for anything else, and for what is not in the page. */
    long number(int column) {
        if (column >= serials.size()) {
            return 0;
        }
        long serial = serials.get(column);
        int bytes = (int) length(serial);
        if (serial == 9) {
            return 1;
        }
        if (serial < 1 || serial > 6 || at(column) + bytes > page.limit()) {
            return 0;
        }
        long value = page.get(at(column));
        for (int i = 1; i < bytes; i++) {
            value = value << 8 | page.get(at(column) + i) & 0xFF;
        }
        return value;
    }

    /** Text; empty for anything else, and for what is not in the page. */
    String text(int column) {
        if (column >= serials.size() || serials.get(column) < 13 || serials.get(column) % 2 == 0) {
            return "";
        }
        byte[] text = new byte[(int) length(serials.get(column))];
        if (at(column) + text.length > page.limit()) {
            return "";
        }
        page.get(at(column), text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Reads numbers of one to nine bytes, one after the other; -1 beyond the end. */
    static final class Varints {
        private final ByteBuffer bytes;
        private final int end;
        private int at;

        Varints(ByteBuffer bytes, int at, int end) {
            this.bytes = bytes;
            this.at = at;
            this.end = end;
        }

        int at() {
            return at;
        }

        long next() {
            long value = 0;
            for (int i = 0; i < 9; i++) {
                if (at >= end) {
                    return -1;
                }
                byte b = bytes.get(at++);
                if (i == 8) {
                    return value << 8 | b & 0xFF;
                }
                value = value << 7 | b & 0x7F;
                if (b >= 0) {
                    return value;
                }
            }
            return value;
        }
    }
}
