package dev.herald.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.herald.client.Answer;
import dev.herald.client.HeraldClient;
import dev.herald.client.ServerException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** Tells a server the story, each part at its own moment of the server's clock. One thread. */
final class DemoTelling {
    private static final String NDJSON = "application/x-ndjson";
    /** What happened within so long is told at once. */
    private static final long TOGETHER_MILLIS = 15 * 60_000;

    private static final long DAY_MILLIS = 24 * 3_600_000;
    /** Between the end of the live part and its next beginning. */
    private static final long PAUSE_SECONDS = 10;

    private final HeraldClient client;
    private final DemoClock clock;

    DemoTelling(HeraldClient client, DemoClock clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * Tells what is past; at the end the clock is as late as it is. After each day the folds have their say, so that what
     * they tell is told on its day.
     *
     * @param progress is told the share that is done, in percent
     */
    void past(List<DemoStory.Told> past, IntConsumer progress) throws ServerException, InterruptedException {
        long day = 0;
        for (int from = 0; from < past.size(); ) {
            long at = past.get(from).atMillis();
            int to = from;
            while (to < past.size() && past.get(to).atMillis() < at + TOGETHER_MILLIS) {
                to++;
            }
            if (at / DAY_MILLIS != day) {
                day = at / DAY_MILLIS;
                settle();
                progress.accept(100 * from / past.size());
            }
            clock.forwardTo(at);
            publish(past.subList(from, to).stream().map(DemoStory.Told::event).toList());
            from = to;
        }
        settle();
        clock.forwardToPresent();
        settle();
        progress.accept(100);
    }

    /** Tells what goes on, again and again, until the thread is interrupted. */
    void live(List<DemoStory.Later> live) throws InterruptedException {
        for (int round = 1; ; round++) {
            int second = 0;
            for (DemoStory.Later later : live) {
                TimeUnit.SECONDS.sleep(later.second() - second);
                second = later.second();
                try {
                    publish(List.of(later.in(round)));
                } catch (ServerException away) {
                    LoggerFactory.getLogger("demo").warn("the server does not take the story: {}", away.getMessage());
                }
            }
            TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
        }
    }

    private void publish(List<ObjectNode> events) throws ServerException, InterruptedException {
        String lines = events.stream().map(ObjectNode::toString).collect(Collectors.joining("\n"));
        answered(client.ask("POST", "/api/v1/events", NDJSON, lines.getBytes(StandardCharsets.UTF_8)), 200);
    }

    /** An answer about the state is given when the folds have seen all that has been told. */
    private void settle() throws ServerException, InterruptedException {
        answered(client.ask("GET", "/api/v1/projects?limit=1", null, new byte[0]), 200);
    }

    private static void answered(Answer answer, int status) {
        if (answer.status() != status) {
            throw new IllegalStateException(
                    "a part of the story was answered " + answer.status() + ": " + answer.text());
        }
    }
}
