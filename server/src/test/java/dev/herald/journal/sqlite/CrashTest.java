package dev.herald.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Draft;
import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.event.Versioned;
import dev.herald.journal.Appended;
import dev.herald.journal.Budget;
import dev.herald.journal.Drafts;
import dev.herald.journal.Outcome;
import dev.herald.loop.Clock;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that appends is killed at any moment, again and again, on one file that grows. */
class CrashTest {
    private static final int KILLS = 52;
    private static final int MOMENT_MILLIS_MAX = 60;
    private static final Pattern NUMBERS = Pattern.compile("\"number\":(\\d+),\"index\":(\\d+),\"of\":(\\d+)");

    @TempDir
    Path directory;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    /** What was acknowledged since the file was last checked. */
    private final Map<Long, Position> acknowledged = new HashMap<>();

    private long nextNumber;
    private Position checkedUpTo = Position.ORIGIN;
    private int killedWhileWriting;

    @Test
    void losesNothingAcknowledgedHoweverOftenItIsKilled() throws IOException, InterruptedException {
        System.out.println("seed " + seed);
        for (int kill = 0; kill < KILLS; kill++) {
            runAndKill();
            check("kill " + kill + ", seed " + seed);
        }
        assertThat(killedWhileWriting).as("kills that met a child at work").isGreaterThan(KILLS * 3 / 4);
        assertThat(nextNumber).isGreaterThan(KILLS);
    }

    private void runAndKill() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(command())
                .redirectError(directory.resolve("errors.txt").toFile())
                .start();
        try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
            // One in ten dies while it opens the file; the others at some moment after their first batch.
            String line = random.nextInt(10) == 0 ? pause(150) : lines.readLine();
            Thread killer = Thread.ofVirtual().start(() -> {
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(MOMENT_MILLIS_MAX * 1_000)));
                child.toHandle().destroyForcibly(); // Process.destroyForcibly closes the pipe, with what is in it
            });
            for (line = line == null ? lines.readLine() : line; line != null; line = lines.readLine()) {
                acknowledge(line);
            }
            killer.join();
        }
        child.waitFor();
        killedWhileWriting += acknowledged.isEmpty() ? 0 : 1;
    }

    private static String pause(long millisMax) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millisMax));
        return null;
    }

    /** The last line may be cut: then it was not told. */
    private void acknowledge(String line) {
        int space = line.indexOf(' ');
        int hyphen = line.indexOf('-');
        if (space < 0 || hyphen < 0 || line.length() < line.indexOf('-') + 2) {
            return;
        }
        Position.parse(line.substring(space + 1))
                .ifPresent(position -> acknowledged.put(Long.parseLong(line.substring(0, space)), position));
    }

    private void check(String when) {
        try (SqliteJournal journal = SqliteJournal.open(directory, SqliteSettings.DEFAULTS, Clock.system())) {
            List<Event> found = journal.read(
                            checkedUpTo, Reach.ALL, Budget.of(Integer.MAX_VALUE, Long.MAX_VALUE, 60_000))
                    .events();
            assertThat(found).extracting(Event::position).as(when).isSorted().doesNotHaveDuplicates();
            Map<Long, Position> kept = new HashMap<>();
            List<long[]> numbers = new ArrayList<>();
            for (Event event : found) {
                long[] read = numbers(event);
                assertThat(kept.put(read[0], event.position()))
                        .as(when + ": number " + read[0] + " twice")
                        .isNull();
                numbers.add(read);
            }
            checkWholeAndInOrder(numbers, when);
            Position floor = journal.bounds().floor();
            acknowledged.forEach((number, position) -> {
                if (position.isAfter(floor)) {
                    assertThat(kept)
                            .as(when + ": an acknowledged event is gone")
                            .containsEntry(number, position);
                }
            });
            checkKeys(journal, kept, when);
            checkLastChanges(journal, kept, when);
            assertThat(journal.size().events())
                    .as(when)
                    .isEqualTo(journal.read(floor, Reach.ALL, Budget.of(Integer.MAX_VALUE, Long.MAX_VALUE, 60_000))
                            .events()
                            .size());
            checkedUpTo = journal.newest();
            nextNumber = Math.max(nextNumber, numbers.isEmpty() ? 0 : numbers.getLast()[0] + 1);
            acknowledged.clear();
        }
    }

    /** Of each batch all is there or nothing, but for the oldest, which may be trimmed in part. */
    private static void checkWholeAndInOrder(List<long[]> numbers, String when) {
        for (int i = 1; i < numbers.size(); i++) {
            long[] before = numbers.get(i - 1);
            long[] here = numbers.get(i);
            boolean wasLast = before[1] == before[2] - 1;
            assertThat(here[0]).as(when).isEqualTo(before[0] + 1);
            assertThat(here[1]).as(when + ": half a batch").isEqualTo(wasLast ? 0 : before[1] + 1);
        }
        if (!numbers.isEmpty()) {
            assertThat(numbers.getLast()[1]).as(when + ": half a batch").isEqualTo(numbers.getLast()[2] - 1);
        }
    }

    /** A key is known: with the same content as a replay, with other content as a conflict, each naming its event. */
    private static void checkKeys(SqliteJournal journal, Map<Long, Position> kept, String when) {
        kept.entrySet().stream()
                .filter(entry -> entry.getKey() % 3 == 0)
                .limit(5)
                .forEach(entry -> {
                    Position known = entry.getValue();
                    assertThat(journal.appendEach(List.of(List.of(CrashChild.draft(entry.getKey(), 0, 1)))))
                            .as(when)
                            .containsAnyOf(
                                    new Outcome.Kept(List.of(new Appended(known, false))),
                                    new Outcome.Conflict(List.of(new Outcome.Clash(0, known))));
                });
    }

    /** What the journal says is the last event of a task is the last that it has. */
    private static void checkLastChanges(SqliteJournal journal, Map<Long, Position> kept, String when) {
        Map<Versioned, Position> lasts = new HashMap<>();
        kept.forEach((number, position) -> {
            if (number % 4 == 0) {
                lasts.merge(CrashChild.task(number), position, (one, other) -> one.isAfter(other) ? one : other);
            }
        });
        lasts.forEach((task, last) -> {
            Draft late = Drafts.file("late").withVersioned(task).withGuard(Position.ORIGIN);
            assertThat(journal.appendEach(List.of(List.of(late))))
                    .as(when + ": " + task)
                    .containsExactly(new Outcome.Stale(List.of(new Outcome.Moved(0, last))));
        });
    }

    private static long[] numbers(Event event) {
        Matcher matcher = NUMBERS.matcher(new String(event.json(), StandardCharsets.UTF_8));
        assertThat(matcher.find()).isTrue();
        return new long[] {
            Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3))
        };
    }

    private List<String> command() {
        // Without the rest of the class path, above all without a logger to set up, the child starts in half the time.
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("classes") || entry.matches(".*(sqlite-jdbc|slf4j-api|herald-event).*"))
                .collect(Collectors.joining(File.pathSeparator));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.sqlite.tmpdir=" + directory,
                "-cp",
                classPath,
                CrashChild.class.getName(),
                directory.toString(),
                Long.toString(nextNumber),
                Long.toString(random.nextLong()));
    }
}
