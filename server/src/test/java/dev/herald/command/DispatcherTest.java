package dev.herald.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.access.Grant;
import dev.herald.event.Codec;
import dev.herald.event.Decoded;
import dev.herald.event.Draft;
import dev.herald.event.KnownType;
import dev.herald.event.ProjectId;
import dev.herald.fold.FoldSettings;
import dev.herald.fold.FoldStage;
import dev.herald.fold.Runner;
import dev.herald.intake.Intake;
import dev.herald.intake.Receipt;
import dev.herald.journal.ManualClock;
import dev.herald.journal.memory.MemoryJournal;
import dev.herald.journal.sqlite.SqliteJournal;
import dev.herald.journal.sqlite.SqliteSettings;
import dev.herald.loop.Clock;
import dev.herald.projection.Members;
import dev.herald.projection.work.Task;
import dev.herald.projection.work.WorkProjection;
import dev.herald.setting.Values;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who changes the same at the same time, on one server and on two, and who repeats what a server died over. */
class DispatcherTest {
    private static final ProjectId P = new ProjectId("p");
    private static final Author AUTHOR = new Author(Grant.OPEN, "test", null);
    private final ManualClock clock = new ManualClock();

    private static Dispatcher dispatcher(FoldStage stage, Intake intake) {
        Runner runner = stage.runner(new WorkProjection());
        return new Dispatcher(new Dispatcher.Parts(
                runner, stage.past(FoldSettings.DEFAULTS, new WorkProjection()), intake, stage.reads));
    }

    private static Task task(Dispatcher dispatcher) {
        return Objects.requireNonNull(
                dispatcher.see(states -> states.state(WorkProjection.NAME).task(P, "a")));
    }

    private static void make(Dispatcher dispatcher) {
        assertThat(dispatcher.dispatch(new ProjectCreation(P, Members.NONE, AUTHOR), AUTHOR))
                .isInstanceOf(Result.Done.class);
        Members task = Members.of(Map.of("task_id", "a", "title", "t", "estimate", 0L));
        assertThat(dispatcher.dispatch(new TaskCreation(P, task, AUTHOR, new TaskNumbers()), AUTHOR))
                .isInstanceOf(Result.Done.class);
    }

    /** Adds one to the estimate of the version that was seen, until that succeeds. */
    private static void count(Dispatcher dispatcher, int times, AtomicInteger refused) {
        for (int done = 0; done < times; ) {
            Task seen = task(dispatcher);
            long next = Math.round(Objects.requireNonNull(seen.estimate())) + 1;
            Result<TaskOf> result = dispatcher.dispatch(
                    new TaskChange(
                            P,
                            "a",
                            Members.of(Map.of("estimate", next)),
                            new Expectation(Set.of(seen.version()), false),
                            AUTHOR),
                    AUTHOR);
            switch (result) {
                case Result.Done<TaskOf> _ -> done++;
                case Result.Denied<TaskOf>(Denial denial) -> {
                    assertThat(denial).isInstanceOf(Denial.Outdated.class);
                    refused.incrementAndGet();
                }
                case Result.Unavailable<TaskOf>(String detail, boolean _) -> throw new AssertionError(detail);
            }
        }
    }

    private static void all(List<Runnable> work) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            work.stream()
                    .map(each -> CompletableFuture.runAsync(each, threads))
                    .toList()
                    .forEach(CompletableFuture::join);
        }
    }

    @Test
    void noUpdateIsLostBetweenTwoServersAndAPlainPublisher() {
        try (FoldStage stage = new FoldStage(clock, new MemoryJournal(clock))) {
            Dispatcher one = dispatcher(stage, stage.intake);
            Dispatcher two = dispatcher(stage, stage.intake);
            make(one);
            AtomicInteger refused = new AtomicInteger();
            all(List.of(
                    () -> count(one, 60, refused),
                    () -> count(one, 60, refused),
                    () -> count(two, 60, refused),
                    () -> publishTitles(stage, 100)));
            stage.publish(title(100));
            FoldStage.await(() ->
                    "t100".equals(task(one).title()) && "t100".equals(task(two).title()));
            assertThat(task(one).estimate()).isEqualTo(180);
            assertThat(task(two)).usingRecursiveComparison().isEqualTo(task(one));
        }
    }

    @Test
    void whoHasNoVersionInMindIsNotRefusedHoweverManyThereAre() {
        try (FoldStage stage = new FoldStage(clock, new MemoryJournal(clock))) {
            Dispatcher one = dispatcher(stage, stage.intake);
            Dispatcher two = dispatcher(stage, stage.intake);
            make(one);
            List<Runnable> work = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Members change = Members.of(Map.of("title", "by " + i));
                Dispatcher of = i % 2 == 0 ? one : two;
                work.add(() -> assertThat(of.dispatch(new TaskChange(P, "a", change, Expectation.NONE, AUTHOR), AUTHOR))
                        .isInstanceOf(Result.Done.class));
            }
            all(work);
            assertThat(task(one).version()).isEqualTo(41);
        }
    }

    /** What was told of a task's id while its project was deleted, or of one that never was, hinders nobody from making it. */
    @Test
    void whatWasToldOfAnIdBeforeItsTaskHindersNobodyFromMakingIt() {
        try (FoldStage stage = new FoldStage(clock, new MemoryJournal(clock))) {
            Dispatcher dispatcher = dispatcher(stage, stage.intake);
            make(dispatcher);
            assertThat(dispatcher.dispatch(new ProjectDeletion(P, Expectation.NONE, AUTHOR), AUTHOR))
                    .isInstanceOf(Result.Done.class);
            stage.publish(title(1));
            make(dispatcher);
            assertThat(task(dispatcher).title()).isEqualTo("t");
            stage.publish(draft("\"task_id\":\"T-1\",\"action\":\"deleted\""));
            Members numberless = Members.of(Map.of("title", "numbered by the server"));
            assertThat(dispatcher.dispatch(new TaskCreation(P, numberless, AUTHOR, new TaskNumbers()), AUTHOR))
                    .isInstanceOf(Result.Done.class);
        }
    }

    private static void publishTitles(FoldStage stage, int count) {
        for (int i = 0; i < count; i++) {
            stage.publish(title(i));
        }
    }

    private static Draft title(int number) {
        return draft("\"task_id\":\"a\",\"title\":\"t" + number + "\"");
    }

    private static Draft draft(String members) {
        String json = "{\"type\":\"task_update\",\"project_id\":\"p\",\"data\":{" + members + "}}";
        return ((Decoded.Ok) Codec.decode(json.getBytes(StandardCharsets.UTF_8))).draft();
    }

    /** The server dies when the event is kept and before anybody is told; who repeats the request under its key is. */
    @Test
    void aRequestWhoseServerWasKilledBeforeItsAnswerIsAnsweredWhenItIsRepeated(@TempDir Path directory)
            throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "--enable-native-access=ALL-UNNAMED",
                        KilledChild.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(child.waitFor()).isEqualTo(KilledChild.KILLED);
        SqliteJournal journal = SqliteJournal.open(directory, SqliteSettings.of(Values.STANDARD), Clock.system());
        try (FoldStage stage = new FoldStage(clock, journal)) {
            Dispatcher dispatcher = dispatcher(stage, stage.intake);
            Result<TaskOf> again = KilledChild.create(dispatcher);
            assertThat(again).isInstanceOf(Result.Done.class);
            Result.Done<TaskOf> done = (Result.Done<TaskOf>) again;
            assertThat(done.isRepeated()).isTrue();
            assertThat(done.seen().value().task().id()).isEqualTo("T-1");
            assertThat(stage.told(KnownType.TASK_UPDATE)).hasSize(1);
        }
    }

    /** Makes a project, and dies over its first task as if by kill -9. */
    static final class KilledChild {
        static final int KILLED = 137;
        private static final Author KEYED = new Author(Grant.OPEN, "test", Retry.of("k", "POST", new byte[] {1}));

        private KilledChild() {}

        static Result<TaskOf> create(Dispatcher dispatcher) {
            Members task = Members.of(Map.of("title", "t"));
            return dispatcher.dispatch(new TaskCreation(P, task, KEYED, new TaskNumbers()), KEYED);
        }

        public static void main(String[] arguments) {
            SqliteJournal journal =
                    SqliteJournal.open(Path.of(arguments[0]), SqliteSettings.of(Values.STANDARD), Clock.system());
            FoldStage stage = new FoldStage(new ManualClock(), journal);
            Dispatcher before = dispatcher(stage, stage.intake);
            Result<?> made = before.dispatch(new ProjectCreation(P, Members.NONE, AUTHOR), AUTHOR);
            if (made instanceof Result.Done<?>) {
                create(dispatcher(stage, new Intake() {
                    @Override
                    public CompletableFuture<Receipt> submit(List<Draft> drafts) {
                        return stage.intake
                                .submit(drafts)
                                .whenComplete((_, _) -> Runtime.getRuntime().halt(KILLED));
                    }

                    @Override
                    public boolean isHealthy() {
                        return true;
                    }
                }));
            }
            Runtime.getRuntime().halt(1);
        }
    }
}
