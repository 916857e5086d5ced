package dev.herald.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Draft;
import dev.herald.event.Event;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.intake.Intake;
import dev.herald.intake.IntakeLimits;
import dev.herald.intake.JournalIntake;
import dev.herald.intake.Receipt;
import dev.herald.intake.Retention;
import dev.herald.journal.Appended;
import dev.herald.journal.Budget;
import dev.herald.journal.CatchUpLane;
import dev.herald.journal.Drafts;
import dev.herald.journal.Journal;
import dev.herald.journal.ManualClock;
import dev.herald.journal.ReadLanes;
import dev.herald.journal.ReadLimits;
import dev.herald.journal.memory.MemoryJournal;
import dev.herald.loop.Clock;
import dev.herald.projection.Projection;
import dev.herald.setting.Values;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A journal, its intake and reads, and runners over them, with a clock that the test holds. */
public final class FoldStage implements AutoCloseable {
    public static final long WAIT_SECONDS = 20;

    public final ManualClock clock;
    private final Clock time;
    public final Journal journal;
    public final ReadLanes reads;
    public final JournalIntake intake;
    private final List<Runner> opened = new ArrayList<>();
    private final List<Past> looking = new ArrayList<>();

    /** On a journal in memory. */
    public FoldStage() {
        this(new ManualClock());
    }

    private FoldStage(ManualClock clock) {
        this(clock, new MemoryJournal(clock));
    }

    /** @param journal is closed with this */
    public FoldStage(ManualClock clock, Journal journal) {
        this(clock, clock, journal);
    }

    /** @param time what runs by it; another than the held one for tests with real time */
    FoldStage(ManualClock clock, Clock time, Journal journal) {
        this.clock = clock;
        this.time = time;
        this.journal = journal;
        reads = new ReadLanes(journal, ReadLimits.of(2));
        intake = new JournalIntake(
                journal, IntakeLimits.of(Values.STANDARD), Retention.unlimited(), time, new SimpleMeterRegistry());
    }

    /** Runs these and waits until they are ready. */
    public Runner runner(Projection<?>... projections) {
        return runner(FoldSettings.DEFAULTS, projections);
    }

    public Runner runner(FoldSettings settings, Projection<?>... projections) {
        Runner runner = begin(settings, projections);
        await(runner::isReady);
        return runner;
    }

    /** The same without waiting. */
    public Runner begin(FoldSettings settings, Projection<?>... projections) {
        Runner runner = new Runner(List.of(projections), parts(), settings);
        opened.add(runner);
        return runner;
    }

    /** Looks back with these. */
    public Past past(FoldSettings settings, Projection<?>... projections) {
        Past past = new Past(List.of(projections), new Past.Parts(journal, reads, journal, time), settings);
        looking.add(past);
        return past;
    }

    Runner.Parts parts() {
        return parts(intake);
    }

    /** With another way to read. */
    Runner.Parts parts(CatchUpLane lane) {
        Runner.Parts own = parts();
        return new Runner.Parts(
                own.tail(),
                lane,
                own.snapshots(),
                own.intake(),
                own.settled(),
                own.isTrimming(),
                own.clock(),
                own.meters());
    }

    /** With another intake for what is derived. */
    Runner.Parts parts(Intake telling) {
        return new Runner.Parts(
                journal, reads, journal, telling, intake::settledMillis, () -> false, time, new SimpleMeterRegistry());
    }

    /** Publishes, and waits until it is durable; where the last one stands. */
    public Position publish(Draft... drafts) {
        return publish(List.of(drafts));
    }

    public Position publish(List<Draft> drafts) {
        Receipt receipt = answer(intake.submit(drafts));
        assertThat(receipt).isInstanceOf(Receipt.Accepted.class);
        List<Appended> appended = ((Receipt.Accepted) receipt).appended();
        return appended.getLast().position();
    }

    /** A change of a file in a project. */
    public static Draft change(String project, String file) {
        return Drafts.of(KnownType.FILE_CHANGE, project, "\"file_path\":\"" + file + "\"");
    }

    /** What is answered when the position has been folded. */
    public static <T> T when(Runner runner, Position position, Function<? super States, ? extends T> question) {
        return answer(runner.awaiting(position, question));
    }

    long now() {
        return time.epochMillis();
    }

    /** All that the journal has. */
    public List<Event> everything() {
        return journal.read(Position.ORIGIN, Reach.ALL, Budget.of(Integer.MAX_VALUE, Long.MAX_VALUE, 60_000))
                .events();
    }

    /** Of this type, what the journal has. */
    public List<Event> told(KnownType type) {
        return everything().stream().filter(event -> event.type() == type).toList();
    }

    public static <T> T answer(CompletableFuture<T> future) {
        return future.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
    }

    public static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(until);
            LockSupport.parkNanos(200_000);
        }
    }

    @Override
    public void close() {
        looking.forEach(Past::close);
        for (Runner each : opened.reversed()) {
            each.close();
        }
        intake.close();
        reads.close();
        journal.close();
    }
}
