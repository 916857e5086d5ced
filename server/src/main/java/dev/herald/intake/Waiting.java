package dev.herald.intake;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for the journal: in order, bounded by events and bytes. What the writer has taken counts until it says that
 * it is done, so the bound holds for all that is in memory.
 *
 * <p>Any thread offers, the writer takes. The lock is held for a few instructions only.
 */
final class Waiting {
    private final IntakeLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Submission> queue = new ArrayDeque<>();
    private int events;
    private long bytes;
    private boolean isClosed;

    Waiting(IntakeLimits limits) {
        this.limits = limits;
    }

    /** Takes the submission, or says why not. */
    Optional<Receipt.Reason> offer(Submission submission) {
        lock.lock();
        try {
            if (isClosed) {
                return Optional.of(Receipt.Reason.STOPPING);
            }
            boolean fits = events + (long) submission.events() <= limits.eventsMax()
                    && bytes + submission.bytes() <= limits.bytesMax();
            if (!fits && events > 0) {
                return Optional.of(Receipt.Reason.OVERLOADED);
            }
            queue.add(submission);
            events += submission.events();
            bytes += submission.bytes();
            if (queue.size() == 1) {
                changed.signal();
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** The next group, at once if something waits; an empty one after the time, or when closed and drained. */
    List<Submission> take(long nanosMax) throws InterruptedException {
        lock.lock();
        try {
            long left = nanosMax;
            while (queue.isEmpty() && !isClosed && left > 0) {
                left = changed.awaitNanos(left);
            }
            List<Submission> group = new ArrayList<>();
            int groupEvents = 0;
            long groupBytes = 0;
            for (Submission next = queue.peek(); next != null; next = queue.peek()) {
                groupEvents += next.events();
                groupBytes += next.bytes();
                boolean fits = groupEvents <= limits.batchEventsMax() && groupBytes <= limits.batchBytesMax();
                if (!fits && !group.isEmpty()) {
                    break;
                }
                group.add(queue.remove());
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    /** All that waits, to be refused. */
    List<Submission> takeAll() {
        lock.lock();
        try {
            List<Submission> rest = List.copyOf(queue);
            queue.clear();
            return rest;
        } finally {
            lock.unlock();
        }
    }

    /** The group that was taken is in memory no more. */
    void done(List<Submission> group) {
        lock.lock();
        try {
            for (Submission submission : group) {
                events -= submission.events();
                bytes -= submission.bytes();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more is taken in; what waits is still handed out. */
    void close() {
        lock.lock();
        try {
            isClosed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isDrained() {
        lock.lock();
        try {
            return isClosed && queue.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    int events() {
        lock.lock();
        try {
            return events;
        } finally {
            lock.unlock();
        }
    }

    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }
}
