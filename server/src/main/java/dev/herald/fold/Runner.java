package dev.herald.fold;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.intake.Intake;
import dev.herald.journal.CatchUpLane;
import dev.herald.journal.Moments;
import dev.herald.journal.Slice;
import dev.herald.journal.Snapshots;
import dev.herald.journal.Tail;
import dev.herald.loop.Clock;
import dev.herald.meter.Defects;
import dev.herald.meter.Health;
import dev.herald.projection.Projection;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds the journal on one thread of its own, {@code herald-fold}: from the newest saved state, then live. Asking is for
 * any thread and never blocks; what is asked runs on that thread, between events, so it must be short, and what it answers
 * must be immutable.
 *
 * <p>Order on the thread: a bounded piece of work (events, or moments that are due), then the questions that wait, then
 * what was derived is handed to the intake, then a save where it is time. A moment passes when no event before it can come
 * any more, so that live gives what a replay gives; only a clock that goes back can make an event come later than that.
 * Until the journal's end has been reached for the first time, questions are refused and nothing derived is told.
 */
public final class Runner implements AutoCloseable {
    /** So many questions wait at most. */
    public static final int QUESTIONS_MAX = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);
    private static final int WORK_MAX = 256;
    private static final long WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int ANSWERS_MAX = 256;
    /** A clock that jumps is noticed so soon. */
    private static final long PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long TOLD_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long CLOSE_MILLIS = 4_000;

    private final List<Projection<?>> projections;
    private final Parts on;
    private final FoldMeters meters;
    private final Defects defects;
    private final Feed feed;
    private final Questions questions = new Questions(QUESTIONS_MAX);
    private final Telling telling;
    private final Saving saving;
    private final Moments moments;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Thread thread;
    private Projections states;
    private boolean isAtTip;
    private long toldNanos;
    private volatile boolean isStopping;
    private volatile Look look = Look.FIRST;
    private volatile @Nullable String broken;

    /**
     * What folding stands on.
     *
     * @param settled the moment up to which no event will come any more, given the time now; see {@code JournalIntake}
     * @param isTrimming whether the oldest event would be trimmed now if nobody needed it
     */
    public record Parts(
            Tail tail,
            CatchUpLane reads,
            Snapshots snapshots,
            Intake intake,
            LongUnaryOperator settled,
            BooleanSupplier isTrimming,
            Clock clock,
            MeterRegistry meters) {}

    /** What others see of the thread's own. */
    private record Look(Position position, Position begun, long events, int pending, List<SetAside> aside) {
        static final Look FIRST = new Look(Position.ORIGIN, Position.ORIGIN, 0, 0, List.of());
    }

    /**
     * Begins to fold; what is there is folded while others go on.
     *
     * @param projections each after those that it stands upon
     */
    public Runner(List<Projection<?>> projections, Parts on, FoldSettings settings) {
        this.projections = List.copyOf(projections);
        this.on = on;
        states = new Projections(this.projections);
        meters = new FoldMeters(on.meters());
        defects = new Defects("fold", on.meters(), on.clock()::nanos);
        moments = new Moments(on.clock()::epochMillis, on.clock()::nanos, Position.ORIGIN);
        saving = new Saving(on.snapshots(), on.tail(), on.isTrimming(), settings, on.clock(), meters);
        thread = Thread.ofPlatform().name("herald-fold").unstarted(this::run);
        feed = new Feed(on.tail(), on.reads(), on.clock(), this::wake, this::onGap);
        telling = new Telling(on.intake(), on.clock(), defects, this::wake);
        toldNanos = on.clock().nanos();
        meters.show(figures(), on.meters());
        thread.start();
    }

    /**
     * Asks of the states as they are now: what was due up to now has passed. The function runs on the thread that folds.
     * The future ends with {@link Unanswered} where nothing is asked, else as the function does; whatever depends on it
     * runs on that thread too, unless it is told otherwise.
     */
    public <T> CompletableFuture<T> ask(Function<? super States, ? extends T> question) {
        return isReady() ? awake(questions.ask(question)) : notReady();
    }

    /**
     * Asks when the position has been folded, at once where it has been: for who has written and wants to read it. Who
     * waits no longer cancels the future.
     */
    public <T> CompletableFuture<T> awaiting(Position position, Function<? super States, ? extends T> question) {
        return isReady() ? awake(questions.await(position, question)) : notReady();
    }

    /** While nothing happens the thread sleeps, and would hear of a question late. */
    private <T> CompletableFuture<T> awake(CompletableFuture<T> asked) {
        wake();
        return asked;
    }

    private <T> CompletableFuture<T> notReady() {
        return CompletableFuture.failedFuture(
                new Unanswered(isStopping ? new Refusal.Stopping() : new Refusal.Folding(progress())));
    }

    /** How far folding has got since the start. Any thread. */
    public Progress progress() {
        Look now = look;
        return new Progress(isReady(), now.position(), now.begun(), feed.heard(), now.events());
    }

    /** Whether the journal's end has been reached since the start. */
    public boolean isReady() {
        return ready.getCount() == 0;
    }

    /** Waits until questions are answered; whether they are. */
    public boolean awaitReady(long millisMax) throws InterruptedException {
        return ready.await(millisMax, TimeUnit.MILLISECONDS);
    }

    /** The newest event that has been folded. Any thread. */
    public Position position() {
        return look.position();
    }

    /** Nothing after this may be trimmed: it is not in a saved state yet. Any thread; never blocks. */
    public Position keepAfter() {
        return saving.hold();
    }

    /** Unhealthy while folding since the start, and where a projection is set aside. Any thread; never blocks. */
    public Health.Status status() {
        String why = broken;
        if (why != null) {
            return new Health.Status(Health.Level.UNHEALTHY, why);
        }
        if (!isReady()) {
            return new Health.Status(Health.Level.UNHEALTHY, progress().text());
        }
        List<SetAside> aside = look.aside();
        if (!aside.isEmpty()) {
            return new Health.Status(Health.Level.UNHEALTHY, aside.getFirst().text());
        }
        String failure = feed.failure();
        Health.Status reading =
                failure == null ? Health.Status.HEALTHY : new Health.Status(Health.Level.DEGRADED, failure);
        return reading.orWorse(saving.status()).orWorse(defects.status());
    }

    /** Saves the states and ends; blocks up to a few seconds. What was derived and not told is told after the next start. */
    @Override
    public void close() {
        isStopping = true;
        wake();
        try {
            thread.join(2 * CLOSE_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.error("a fold or a question does not end: the states are not saved, and are folded again at the start");
        }
    }

    private void wake() {
        LockSupport.unpark(thread);
    }

    private void run() {
        try {
            begin();
            while (!isStopping) {
                turn();
            }
        } catch (RuntimeException | Error defect) {
            LOG.error("folding has ended", defect);
            broken = "folding has ended (" + defect.getClass().getSimpleName()
                    + "): restart the server; the log has the stack";
        } finally {
            feed.close();
            questions.close(new Refusal.Stopping());
        }
        if (broken == null && isStopping) {
            end();
        }
    }

    private void begin() {
        states = new Restoring(projections, on.snapshots(), on.reads())
                .newest(on.tail().bounds().end());
        Position from = states.position();
        saving.restored(states.isLoaded() ? from : null, states.events());
        look = new Look(from, from, 0, 0, List.of());
        feed.begin(from);
    }

    private void end() {
        if (saving.isBehind(states)) {
            saving.await(CLOSE_MILLIS);
            saving.save(states);
        }
        saving.await(CLOSE_MILLIS);
    }

    private void turn() {
        int done = work();
        boolean isTip = feed.isLive();
        if (!isTip) {
            isAtTip = false;
        } else if (!isAtTip && done == 0) {
            arrive();
        }
        int answered = isReady() ? answer() : 0;
        if (isAtTip) {
            telling.step(states.derivations(), states.position());
        }
        if (saving.isDue(states)) {
            saving.save(states);
        }
        publish();
        if (done == 0 && answered == 0) {
            LockSupport.parkNanos(parkNanos());
        }
    }

    /** A bounded piece; how much was done. */
    private int work() {
        long until = on.clock().nanos() + WORK_NANOS;
        int events = 0;
        int done = 0;
        while (done < WORK_MAX && ((done & 15) != 15 || on.clock().nanos() < until)) {
            Event event = feed.peek();
            if (event == null) {
                if (!passLive()) {
                    break;
                }
            } else if (!states.pass(event.position().epochMillis())) {
                states.fold(event);
                feed.advance();
                events++;
            }
            done++;
        }
        meters.folded(events);
        return done;
    }

    /** Lets pass what the clock has come to. The order matters: what is committed after the look at the time is later. */
    private boolean passLive() {
        if (!feed.isLive()) {
            return false;
        }
        long settledMillis = on.settled().applyAsLong(moments.next());
        if (feed.peek() != null) {
            return true;
        }
        if (!feed.isLive()) {
            return false;
        }
        boolean isPassed = states.pass(settledMillis);
        if (!isPassed) {
            states.clock(settledMillis);
        }
        return isPassed;
    }

    /** The end of the journal has been reached, for the first time or again. */
    private void arrive() {
        isAtTip = true;
        states.derivations().forgetOld(on.clock().epochMillis());
        if (!isReady()) {
            states.beginTelling();
            if (states.events() > 0) {
                LOG.info("the journal is folded up to {}", states.position());
            }
            saving.first(states);
            ready.countDown();
        }
    }

    private int answer() {
        long until = on.clock().nanos() + WORK_NANOS;
        int answered = 0;
        while (answered < ANSWERS_MAX && (answered == 0 || on.clock().nanos() < until)) {
            Questions.Question<?> question = questions.poll(states.position());
            if (question == null) {
                break;
            }
            question.answer(states);
            answered++;
        }
        return answered;
    }

    private void publish() {
        Look before = look;
        states.derivations().trimUntold();
        look = new Look(
                states.position(),
                before.begun(),
                states.events(),
                states.derivations().size(),
                states.aside());
        if (!isReady() && on.clock().nanos() - toldNanos >= TOLD_NANOS) {
            toldNanos = on.clock().nanos();
            LOG.info("{}", progress().text());
        }
    }

    private long parkNanos() {
        long nanos = Math.min(PARK_NANOS, Math.min(feed.nanosUntilAgain(), telling.nanosUntilAgain()));
        if (feed.isLive()) {
            long untilDue = states.dueMillis() - on.clock().epochMillis();
            nanos = Math.min(nanos, TimeUnit.MILLISECONDS.toNanos(Math.clamp(untilDue, 1, 1_000)));
        }
        return Math.max(1, nanos);
    }

    private void onGap(Slice slice) {
        LOG.warn(
                "events are missing after {}: the folds go on at {}, and what they tell is partial",
                states.position(),
                slice.from());
        states.skipTo(slice.from());
    }

    private FoldMeters.Figures figures() {
        return new FoldMeters.Figures() {
            @Override
            public double positionSeconds() {
                return look.position().epochMillis() / 1e3;
            }

            @Override
            public double lagSeconds() {
                return Math.max(0, feed.heard().epochMillis() - look.position().epochMillis()) / 1e3;
            }

            @Override
            public int aside() {
                return look.aside().size();
            }

            @Override
            public int pending() {
                return look.pending();
            }

            @Override
            public int waiting() {
                return questions.size();
            }
        };
    }
}
