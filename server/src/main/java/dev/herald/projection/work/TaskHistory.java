package dev.herald.projection.work;

import dev.herald.event.Position;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a figure needs to know of a task's past: each change of its status, parent or estimate, and of whether it exists.
 * Oldest first; there is always one. Immutable; {@link #then} is for the thread that folds alone.
 *
 * <p>The steps lie in columns that may have room for more: a history that was made from another shares its columns, and
 * sees of them only as many steps as it has. So one more step costs the same however many there are. A column that has
 * had one value so far holds it once.
 */
public final class TaskHistory {
    private static final int BEGIN = 2;
    private static final int GROWN_LITTLE_MAX = 8;
    private static final Status[] STATUSES = Status.values();
    private static final byte GONE = -1;
    /** Of a packed position. */
    private static final int SEQUENCE_BITS = Integer.numberOfTrailingZeros(Position.SEQUENCE_MAX + 1);

    private final Columns columns;
    private final int size;

    private TaskHistory(Columns columns, int size) {
        this.columns = columns;
        this.size = size;
    }

    /**
     * How the task stood from this event on, until the next step.
     *
     * @param status null while it does not exist: it was deleted
     */
    public record Step(
            Position at,
            @Nullable Status status,
            @Nullable String parentId,
            @Nullable Double estimate) {
        boolean isSame(@Nullable Status otherStatus, @Nullable String otherParent, @Nullable Double otherEstimate) {
            return status == otherStatus
                    && Objects.equals(parentId, otherParent)
                    && Objects.equals(estimate, otherEstimate);
        }
    }

    /** Steps before {@code used} never change; the thread that folds adds behind them while there is room. */
    private static final class Columns {
        final long[] at;
        final byte[] statuses;
        /** Of length 1 where all steps have the same. */
        final @Nullable String[] parents;
        /** Of length 1 where all steps have the same. */
        final @Nullable Double[] estimates;

        int used;

        Columns(int capacity, @Nullable String[] parents, @Nullable Double[] estimates) {
            at = new long[capacity];
            statuses = new byte[capacity];
            this.parents = parents;
            this.estimates = estimates;
        }

        boolean hasRoom(int size, Step next) {
            return used == size
                    && size < at.length
                    && fits(parents, next.parentId())
                    && fits(estimates, next.estimate());
        }

        private static <T> boolean fits(@Nullable T[] column, @Nullable T value) {
            return column.length > 1 || Objects.equals(column[0], value);
        }

        /** The first of them, and room for more of which the next is one. */
        Columns copy(int size, int capacity, Step next) {
            Columns copy = new Columns(
                    capacity,
                    copy(parents, size, capacity, next.parentId()),
                    copy(estimates, size, capacity, next.estimate()));
            System.arraycopy(at, 0, copy.at, 0, size);
            System.arraycopy(statuses, 0, copy.statuses, 0, size);
            copy.used = size;
            return copy;
        }

        private static <T> @Nullable T[] copy(@Nullable T[] column, int size, int capacity, @Nullable T next) {
            if (column.length == 1 && Objects.equals(column[0], next)) {
                return column;
            }
            @Nullable T[] copy = Arrays.copyOf(column, capacity);
            if (column.length == 1) {
                Arrays.fill(copy, 0, size, column[0]);
            } else {
                Arrays.fill(copy, size, capacity, null);
            }
            return copy;
        }

        void add(Step step) {
            at[used] = step.at().packed();
            statuses[used] = step.status() == null ? GONE : (byte) step.status().ordinal();
            if (parents.length > 1) {
                parents[used] = step.parentId();
            }
            if (estimates.length > 1) {
                estimates[used] = step.estimate();
            }
            used++;
        }
    }

    public static TaskHistory beginning(Step first) {
        Columns columns = new Columns(
                BEGIN, new @Nullable String[] {first.parentId()}, new @Nullable Double[] {first.estimate()});
        columns.add(first);
        return new TaskHistory(columns, 1);
    }

    /** With one more; the same where nothing that is remembered has changed. */
    public TaskHistory then(Step next) {
        if (last().isSame(next.status(), next.parentId(), next.estimate())) {
            return this;
        }
        Columns to = columns;
        if (!to.hasRoom(size, next)) {
            int capacity = size < GROWN_LITTLE_MAX ? size + 2 : size + (size >> 1);
            to = to.copy(size, capacity, next);
        }
        to.add(next);
        return new TaskHistory(to, size + 1);
    }

    public int size() {
        return size;
    }

    public Step step(int index) {
        return new Step(position(index), status(index), parentId(index), estimate(index));
    }

    public Position position(int index) {
        return new Position(columns.at[Objects.checkIndex(index, size)]);
    }

    /** Epoch milliseconds. */
    public long millis(int index) {
        return columns.at[Objects.checkIndex(index, size)] >>> SEQUENCE_BITS;
    }

    /** Null while it does not exist. */
    public @Nullable Status status(int index) {
        byte status = columns.statuses[Objects.checkIndex(index, size)];
        return status == GONE ? null : STATUSES[status];
    }

    public @Nullable String parentId(int index) {
        return value(columns.parents, index);
    }

    public @Nullable Double estimate(int index) {
        return value(columns.estimates, index);
    }

    private <T> @Nullable T value(@Nullable T[] column, int index) {
        Objects.checkIndex(index, size);
        return column.length == 1 ? column[0] : column[index];
    }

    public Step last() {
        return step(size - 1);
    }

    /** How it stood after all events up to this moment (epoch milliseconds, included); null before it was created. */
    public @Nullable Step at(long millis) {
        for (int i = size - 1; i >= 0; i--) {
            if (millis(i) <= millis) {
                return step(i);
            }
        }
        return null;
    }

    /** The creation that counts: the first event, or the one that created it anew after it was deleted. */
    public Step created() {
        return step(first());
    }

    /** The first change to in_progress, in_review, blocked or done since it was created; null where there was none. */
    public @Nullable Position started() {
        for (int i = first(); i < size; i++) {
            Status status = status(i);
            if (status != null && (status.isInProgress() || status == Status.DONE)) {
                return position(i);
            }
        }
        return null;
    }

    /** The last change to done, while it is done; null where it is not. */
    public @Nullable Position finished() {
        if (status(size - 1) != Status.DONE) {
            return null;
        }
        int at = size - 1;
        int first = first();
        while (at > first && status(at - 1) == Status.DONE) {
            at--;
        }
        return position(at);
    }

    private int first() {
        for (int i = size - 1; i > 0; i--) {
            if (status(i - 1) == null) {
                return i;
            }
        }
        return 0;
    }
}
