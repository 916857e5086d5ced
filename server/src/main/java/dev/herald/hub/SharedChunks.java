package dev.herald.hub;

import dev.herald.event.Position;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Chunks that one member of an audience caught up with lately, for the next that comes by the same place: after a
 * restart all clients come back at about the same position, and under overload all fall behind together. Runs on its
 * loop; bounded by number and bytes; kept only while several members lag.
 *
 * <p>Members that stand apart come together: a chunk ends where another ends or begins, so that from there on they share.
 *
 * @param <E> what is encoded
 */
final class SharedChunks<E extends Encoded> {
    private final int chunksMax;
    private final long bytesMax;
    private final PieceLog.LogBytes shared;
    private final TreeMap<Position, Chunk<E>> byStart = new TreeMap<>();
    private final ArrayDeque<Chunk<E>> byAge = new ArrayDeque<>(1);
    private long bytes;

    SharedChunks(int chunksMax, long bytesMax, PieceLog.LogBytes shared) {
        this.chunksMax = chunksMax;
        this.bytesMax = bytesMax;
        this.shared = shared;
    }

    /** The chunk that begins right after the position. */
    @Nullable
    Chunk<E> after(Position position) {
        return byStart.get(position);
    }

    /** Where a chunk that begins here should end, so that the next one is another's: where another ends or begins. */
    @Nullable
    Position boundaryAfter(Position position) {
        Map.Entry<Position, Chunk<E>> before = byStart.lowerEntry(position);
        return before != null && before.getValue().reached.isAfter(position)
                ? before.getValue().reached
                : byStart.higherKey(position);
    }

    /** Keeps the chunk, with the claim on its bytes, unless there is one from the same place. */
    void add(Chunk<E> chunk) {
        if (byStart.putIfAbsent(chunk.after, chunk) != null) {
            chunk.release();
            return;
        }
        byAge.add(chunk);
        count(chunk.bytes());
        while (!byAge.isEmpty() && (byAge.size() > chunksMax || bytes > bytesMax || shared.isExceeded())) {
            drop(byAge.remove());
        }
    }

    void clear() {
        while (!byAge.isEmpty()) {
            drop(byAge.remove());
        }
    }

    private void drop(Chunk<E> chunk) {
        byStart.remove(chunk.after);
        count(-chunk.bytes());
        chunk.release();
    }

    private void count(long more) {
        bytes += more;
        shared.add(more);
    }

    /**
     * What a member got when it went on from one position to another.
     *
     * @param after where it stood
     * @param reached where it stands then
     * @param encoded what it was written; null when nothing on the way was for this audience
     * @param events how many those were
     */
    record Chunk<E extends Encoded>(
            Position after, Position reached, @Nullable E encoded, int events) {
        int bytes() {
            return encoded == null ? 0 : encoded.bytes();
        }

        private void release() {
            if (encoded != null) {
                encoded.release();
            }
        }
    }
}
