package dev.herald.journal;

import dev.herald.event.Position;
import dev.herald.event.Reach;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All reads of the log, on a few platform threads of its own, {@code herald-read-n}: SQLite's calls would hold up a
 * carrier of virtual threads, and with it everybody. Two lanes: catch-up comes first, and history never has all the
 * threads. Asking is for any thread and never blocks; only {@link #ask} and {@link Asked#await} wait.
 *
 * <p>A read waits, runs, and is answered once; cancelling answers it {@link ReadAnswer.Gone} at once, so a read that
 * still runs then is heard by nobody and ends at its reader's next look at the budget. The lock is held for a few
 * instructions only, and never while something is read or told.
 */
public final class ReadLanes implements CatchUpLane, HistoryLane, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadLanes.class);
    private static final long CLOSE_MILLIS_MAX = 5_000;

    private final Reader reader;
    private final ReadLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Read<?>> catchUp = new ArrayDeque<>();
    private final ArrayDeque<Read<?>> history = new ArrayDeque<>();
    private final List<Thread> threads = new ArrayList<>();
    private int historyRunning;
    private boolean isClosed;

    /** Starts the threads. The reader is the caller's to close, after this. */
    public ReadLanes(Reader reader, ReadLimits limits) {
        this.reader = reader;
        this.limits = limits;
        for (int i = 1; i <= limits.threads(); i++) {
            threads.add(Thread.ofPlatform().name("herald-read-" + i).daemon().start(this::run));
        }
    }

    @Override
    public Reading read(Position after, Reach wanted, Budget budget, Consumer<ReadAnswer<Slice>> then) {
        Read<Slice> read = new Read<>(budget, (from, within) -> from.read(after, wanted, within), false);
        return enter(catchUp, limits.catchUpWaitingMax(), read, then);
    }

    @Override
    public <T> ReadAnswer<T> ask(Budget budget, Question<T> question) {
        return begin(budget, question).await();
    }

    @Override
    public <T> Asked<T> begin(Budget budget, Question<T> question) {
        CompletableFuture<ReadAnswer<T>> answer = new CompletableFuture<>();
        Read<T> read = new Read<>(budget, question, true);
        Reading reading = enter(history, limits.historyWaitingMax(), read, answer::complete);
        return new Waiting<>(reading, answer);
    }

    private <T> Reading enter(ArrayDeque<Read<?>> lane, int waitingMax, Read<T> read, Consumer<ReadAnswer<T>> then) {
        read.then.set(then);
        ReadAnswer<T> refusal = null;
        lock.lock();
        try {
            if (isClosed) {
                refusal = new ReadAnswer.Gone<>();
            } else if (lane.size() >= waitingMax) {
                refusal = new ReadAnswer.Busy<>();
            } else {
                lane.add(read);
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
        if (refusal != null) {
            read.answer(refusal);
        }
        return () -> cancel(lane, read);
    }

    private void cancel(ArrayDeque<Read<?>> lane, Read<?> read) {
        if (read.answerGone()) {
            lock.lock();
            try {
                lane.remove(read);
            } finally {
                lock.unlock();
            }
        }
    }

    private void run() {
        for (Read<?> read = next(null); read != null; read = next(read)) {
            read.run(reader);
        }
    }

    /** The next read to run, waited for; null when the lanes are closed. */
    private @Nullable Read<?> next(@Nullable Read<?> done) {
        lock.lock();
        try {
            if (done != null && done.isHistory) {
                historyRunning--;
                changed.signal();
            }
            while (!isClosed) {
                Read<?> read = catchUp.poll();
                if (read == null && historyRunning < limits.historyThreadsMax()) {
                    read = history.poll();
                    historyRunning += read == null ? 0 : 1;
                }
                if (read != null) {
                    return read;
                }
                changed.awaitUninterruptibly();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Answers what waits with {@link ReadAnswer.Gone} and waits for what runs. */
    @Override
    public void close() {
        List<Read<?>> waiting = new ArrayList<>();
        lock.lock();
        try {
            isClosed = true;
            waiting.addAll(catchUp);
            waiting.addAll(history);
            catchUp.clear();
            history.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        waiting.forEach(Read::answerGone);
        try {
            for (Thread thread : threads) {
                thread.join(CLOSE_MILLIS_MAX);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** One read. Whoever takes {@code then} answers it. */
    private static final class Read<T> {
        private final Budget budget;
        private final Question<T> question;
        private final boolean isHistory;
        private final AtomicReference<@Nullable Consumer<ReadAnswer<T>>> then = new AtomicReference<>();

        Read(Budget budget, Question<T> question, boolean isHistory) {
            this.budget =
                    budget.until(() -> then.get() == null || budget.isGone().getAsBoolean());
            this.question = question;
            this.isHistory = isHistory;
        }

        void run(Reader reader) {
            if (then.get() == null) {
                return;
            }
            ReadAnswer<T> answer;
            try {
                answer = new ReadAnswer.Read<>(question.of(reader, budget));
            } catch (JournalException failure) {
                answer = new ReadAnswer.Failed<>(failure);
            } catch (RuntimeException | Error defect) {
                // The thread goes on: others wait for it, and who asked is told.
                LOG.error("a read of the journal failed", defect);
                answer = new ReadAnswer.Failed<>(new IllegalStateException("a read of the journal failed", defect));
            }
            answer(answer);
        }

        boolean answerGone() {
            return answer(new ReadAnswer.Gone<>());
        }

        private boolean answer(ReadAnswer<T> answer) {
            Consumer<ReadAnswer<T>> asker = then.getAndSet(null);
            if (asker == null) {
                return false;
            }
            try {
                asker.accept(answer);
            } catch (RuntimeException | Error defect) {
                LOG.error("what a read of the journal found could not be handed on", defect);
            }
            return true;
        }
    }

    private record Waiting<T>(Reading reading, CompletableFuture<ReadAnswer<T>> answer) implements Asked<T> {
        @Override
        public ReadAnswer<T> await() {
            try {
                return answer.get();
            } catch (InterruptedException stopped) {
                cancel();
                Thread.currentThread().interrupt();
                return new ReadAnswer.Gone<>();
            } catch (ExecutionException impossible) {
                throw new IllegalStateException("an answer is a value", impossible);
            }
        }

        @Override
        public void cancel() {
            reading.cancel();
        }
    }
}
