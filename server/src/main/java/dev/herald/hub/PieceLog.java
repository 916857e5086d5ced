package dev.herald.hub;

import dev.herald.event.Position;
import org.jspecify.annotations.Nullable;

/**
 * The encoded pieces that lagging members of one audience still need, oldest first and without a hole, bounded by number
 * and bytes. Runs on its loop.
 *
 * <p>Pieces are numbered from 0 on. Each counts the members that stand before it; a member that passes one stands before
 * the next. The oldest piece goes as soon as nobody stands before it, so that following the log costs no search. When the
 * bounds are reached the oldest goes although members stand before it: {@link #holds} then tells them no.
 *
 * @param <E> what is encoded
 */
final class PieceLog<E extends Encoded> {
    private final int piecesMax;
    private final long bytesMax;
    private final LogBytes shared;
    private @Nullable Piece<E>[] slots = slots(0);
    private long head;
    private long tail;
    private long bytes;
    private int waiting;

    PieceLog(int piecesMax, long bytesMax, LogBytes shared) {
        this.piecesMax = piecesMax;
        this.bytesMax = bytesMax;
        this.shared = shared;
    }

    boolean isEmpty() {
        return head == tail;
    }

    int size() {
        return (int) (tail - head);
    }

    long bytes() {
        return bytes;
    }

    boolean holds(long number) {
        return number >= head && number < tail;
    }

    Piece<E> piece(long number) {
        Piece<E> piece = holds(number) ? slots[index(number)] : null;
        if (piece == null) {
            throw new IllegalStateException("piece " + number + " is not in the log");
        }
        return piece;
    }

    /** A member stands before the piece that will come next. Answers that piece's number. */
    long await() {
        waiting++;
        return tail;
    }

    /** Keeps the piece, with the claim on its bytes, for those that await it and those that stand before it. */
    void append(E encoded, Position after, Position first, Position last, int events) {
        if (size() == slots.length) {
            grow();
        }
        slots[index(tail)] = new Piece<>(encoded, after, first, last, events, encoded.bytes(), waiting);
        waiting = 0;
        tail++;
        bytes += encoded.bytes();
        shared.add(encoded.bytes());
        while (!isEmpty() && (bytes > bytesMax || size() > piecesMax || shared.isExceeded())) {
            dropOldest();
        }
        dropPassed();
    }

    /** The next piece is not kept: those that awaited it, and all others, must look elsewhere. */
    void restart() {
        while (!isEmpty()) {
            dropOldest();
        }
        waiting = 0;
        head++;
        tail++;
    }

    /** A member goes on from this piece to the next; answers whether there is one. */
    boolean pass(long number) {
        boolean hasNext = number + 1 < tail;
        if (hasNext) {
            piece(number + 1).standing++;
        }
        leave(number);
        return hasNext;
    }

    /** A member stands before this piece. */
    void join(long number) {
        piece(number).standing++;
    }

    /** A member no longer stands before this piece, which may be the next one or long gone. */
    void leave(long number) {
        if (number == tail) {
            waiting--;
        } else if (holds(number)) {
            piece(number).standing--;
            dropPassed();
        }
    }

    /** The first piece that reaches beyond the position, if the log is whole from there on; else -1. */
    long numberAfter(Position position) {
        if (isEmpty() || piece(head).after.isAfter(position)) {
            return -1;
        }
        long low = head;
        long high = tail;
        while (low < high) {
            long middle = low + high >>> 1;
            if (piece(middle).last.isAfter(position)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low < tail ? low : -1;
    }

    private void dropPassed() {
        while (!isEmpty() && piece(head).standing == 0) {
            dropOldest();
        }
    }

    private void dropOldest() {
        Piece<E> oldest = piece(head);
        slots[index(head)] = null;
        head++;
        bytes -= oldest.bytes;
        shared.add(-oldest.bytes);
        oldest.encoded.release();
    }

    private int index(long number) {
        return (int) number & slots.length - 1;
    }

    private void grow() {
        @Nullable Piece<E>[] larger = slots(Math.max(8, slots.length * 2));
        for (long number = head; number < tail; number++) {
            larger[(int) number & larger.length - 1] = piece(number);
        }
        slots = larger;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <E extends Encoded> @Nullable Piece<E>[] slots(int length) {
        return new Piece[length];
    }

    /** Events encoded once. Everything of the audience after {@code after} and up to {@code last} is in it. */
    static final class Piece<E extends Encoded> {
        final E encoded;
        final Position after;
        final Position first;
        final Position last;
        final int events;
        final int bytes;
        private int standing;

        private Piece(E encoded, Position after, Position first, Position last, int events, int bytes, int standing) {
            this.encoded = encoded;
            this.after = after;
            this.first = first;
            this.last = last;
            this.events = events;
            this.bytes = bytes;
            this.standing = standing;
        }
    }

    /** What all logs of a shard hold together. Runs on its loop. */
    static final class LogBytes {
        private final long max;
        private final ShardFigures figures;
        private long bytes;

        LogBytes(long max, ShardFigures figures) {
            this.max = max;
            this.figures = figures;
        }

        void add(long more) {
            bytes += more;
            figures.logBytes(bytes);
        }

        boolean isExceeded() {
            return bytes > max;
        }
    }
}
