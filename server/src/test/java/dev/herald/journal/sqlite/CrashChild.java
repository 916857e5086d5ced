package dev.herald.journal.sqlite;

import dev.herald.event.Draft;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Versioned;
import dev.herald.journal.Appended;
import dev.herald.journal.Drafts;
import dev.herald.journal.TrimRules;
import dev.herald.loop.Clock;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The process that {@link CrashTest} kills: appends without end, numbered from the second argument on, and prints
 * {@code number position} of each event after it was acknowledged. Every third event has its number as its key,
 * every fourth changes one of a few tasks.
 */
public final class CrashChild {
    private static final int KEPT = 3_000;
    private static final int TASKS = 7;

    private CrashChild() {}

    public static void main(String[] arguments) {
        long number = Long.parseLong(arguments[1]);
        Random random = new Random(Long.parseLong(arguments[2]));
        PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), false);
        // Small bounds, so that checkpoints and new beginnings of the write-ahead log are hit as well.
        SqliteSettings settings = new SqliteSettings(1, 1_000, 1 << 20, 1 << 20, 64 << 10, 256 << 10, 1L << 40, true);
        SqliteJournal journal = SqliteJournal.open(Path.of(arguments[0]), settings, Clock.system());
        while (true) {
            int size = 1 + random.nextInt(random.nextInt(10) == 0 ? 200 : 10);
            List<Draft> batch = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                batch.add(draft(number + i, i, size));
            }
            StringBuilder acknowledged = new StringBuilder();
            for (Appended appended : journal.append(batch)) {
                acknowledged
                        .append(number++)
                        .append(' ')
                        .append(appended.position())
                        .append('\n');
            }
            out.print(acknowledged);
            out.flush();
            if (random.nextInt(20) == 0) {
                journal.trim(new TrimRules(0, KEPT, Long.MAX_VALUE, new Position(Long.MAX_VALUE)));
            }
        }
    }

    /** The task that the event with this number changes, when it is a fourth. */
    static Versioned task(long number) {
        return Versioned.task(new ProjectId("demo"), "T-" + number / 4 % TASKS);
    }

    static Draft draft(long number, int index, int size) {
        boolean isTask = number % 4 == 0;
        Draft draft = Drafts.of(
                isTask ? KnownType.TASK_UPDATE : KnownType.COMMIT,
                "demo",
                "\"number\":" + number + ",\"index\":" + index + ",\"of\":" + size + ",\"text\":\"" + "x".repeat(200)
                        + "\"");
        if (isTask) {
            draft = draft.withVersioned(task(number));
        }
        return number % 3 == 0 ? draft.withIdempotencyKey(Long.toString(number)) : draft;
    }
}
