package dev.herald.journal.sqlite;

import dev.herald.event.Position;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The checksum of a row: in its upper half a CRC32C over all columns, in its lower half a link, which stands for the
 * position of the event before. So a row that was changed is known by itself, and one that is missing by the row after
 * it. A known type counts with its name, so that its number cannot come to mean another one. One thread at a time.
 */
final class RowSum {
    private static final int TEXTS = 6;

    private final CRC32C sum = new CRC32C();
    private final ByteBuffer head = ByteBuffer.allocate(8 + 8 + 4 + 4 * TEXTS);
    private final byte[][] texts = new byte[TEXTS][];

    /** The columns of a row as they are stored. */
    record Columns(
            long position,
            String type,
            @Nullable String project,
            @Nullable String rooms,
            @Nullable String source,
            @Nullable String subject,
            long cause,
            @Nullable String key,
            byte[] json) {}

    /** Stands for a position in the row of the next event. */
    static int link(Position before) {
        return Long.hashCode(before.packed());
    }

    /** The nearest position before the other that has this link. */
    static long before(long position, int link) {
        long high = position >>> 32;
        long found = high << 32 | (link ^ (int) high) & 0xFFFF_FFFFL;
        return found < position || high == 0 ? Math.min(found, position) : before((high << 32) - 1, link);
    }

    static int linkOf(long checksum) {
        return (int) checksum;
    }

    long of(Columns row, int link) {
        texts[0] = bytes(row.type);
        texts[1] = bytes(row.project);
        texts[2] = bytes(row.rooms);
        texts[3] = bytes(row.source);
        texts[4] = bytes(row.subject);
        texts[5] = bytes(row.key);
        head.clear().putLong(row.position).putLong(row.cause).putInt(link);
        for (byte[] text : texts) {
            head.putInt(text == NONE ? -1 : text.length);
        }
        sum.reset();
        sum.update(head.flip());
        for (byte[] text : texts) {
            if (text.length > 0) {
                sum.update(text, 0, text.length);
            }
        }
        sum.update(row.json, 0, row.json.length);
        return sum.getValue() << 32 | link & 0xFFFF_FFFFL;
    }

    private static final byte[] NONE = new byte[0];

    private static byte[] bytes(@Nullable String text) {
        return text == null ? NONE : text.getBytes(StandardCharsets.UTF_8);
    }
}
