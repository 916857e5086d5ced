package dev.herald.api.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Position;
import dev.herald.fold.FoldStage;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.projection.Folding;
import dev.herald.projection.risk.RandomEvents;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is answered of the past is what was answered then, and every route answers while events stream in. */
@Timeout(180)
final class AsOfTest {
    private final ServedState state = new ServedState();

    @AfterEach
    void close() {
        state.close();
    }

    /** Each route with something to ask for. */
    private List<String> targets() {
        List<String> targets = new ArrayList<>();
        for (Route route : state.routes()) {
            String target = route.pattern()
                    .replace("{task_id}", "t1")
                    .replace("{name}", "progress")
                    .replace("/agents/{id}", "/agents/a1")
                    .replace("{id}", "p");
            targets.add(target);
            if (target.contains("/dashboard/") && !target.endsWith("/widgets")) {
                targets.add(target + "?project_id=p");
            }
            if (target.endsWith("/figures/progress")) {
                targets.add(target.replace("progress", "health"));
                targets.add(target.replace("progress", "risk_points") + "?timeframe=7d");
            }
        }
        targets.removeIf(target -> target.endsWith("/widgets"));
        return targets;
    }

    private record Answered(Position asOf, int status, String body) {}

    private Answered ask(String target) {
        Response answer = state.get(target);
        Position asOf =
                answer.headers().first("Herald-As-Of").flatMap(Position::parse).orElse(Position.ORIGIN);
        return new Answered(asOf, answer.status(), new String(answer.body(), StandardCharsets.UTF_8));
    }

    private static String asOf(String target, Position at) {
        return target + (target.contains("?") ? "&" : "?") + "as_of=" + at;
    }

    @Test
    void theAnswerOfAPastPositionIsTheOneThatWasGivenThen() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<Position, Map<String, Answered>> then = new LinkedHashMap<>();
        state.task("2026-02-20T10:00:00Z", "p", "'task_id':'t1'");
        for (int i = 1; i <= 300; i++) {
            state.stage.clock.advance(1 + random.nextInt(i % 7 == 0 ? 200_000_000 : 3_000_000));
            state.stage.publish(Folding.draft(RandomEvents.next(random)));
            if (i % 50 == 0) {
                settle();
                Map<String, Answered> answers = new LinkedHashMap<>();
                targets().forEach(target -> answers.put(target, ask(target)));
                then.put(state.runner.position(), answers);
            }
        }
        then.forEach((at, answers) -> answers.forEach((target, answered) -> {
            Answered again = ask(asOf(target, at));
            assertThat(again.status())
                    .as("%s as of %s, seed %s", target, at, seed)
                    .isEqualTo(answered.status());
            if (answered.status() == 200) {
                assertThat(again.body())
                        .as("%s as of %s, seed %s", target, at, seed)
                        .isEqualTo(answered.body());
            }
        }));
        assertThat(then).hasSize(6);
    }

    /** What follows from what was published is in the journal, and nothing is due at the moment. */
    private void settle() {
        FoldStage.await(() -> {
            Position before = state.stage.journal.newest();
            // Progress is told a quarter of a second after it has changed.
            state.stage.clock.advance(1_000);
            FoldStage.await(() -> state.runner.position().equals(state.stage.journal.newest()));
            return state.stage.journal.newest().equals(before);
        });
        state.stage.clock.advance(1_000);
        state.stage.publish(FoldStage.change("p", "settled"));
        FoldStage.await(() -> state.runner.position().equals(state.stage.journal.newest()));
    }

    @Test
    void everyRouteAnswersWhileEventsStreamIn() {
        state.task("2026-02-20T10:00:00Z", "p", "'task_id':'t1'");
        Position first = state.event(
                "2026-02-20T10:00:01Z", "{'type':'agent.connected','project_id':'p','data':{'agent_id':'a1'}}");
        AtomicBoolean isDone = new AtomicBoolean();
        CompletableFuture<Void> stream = CompletableFuture.runAsync(() -> {
            Random random = new Random(7);
            while (!isDone.get()) {
                state.stage.clock.advance(random.nextInt(2_000));
                state.stage.publish(Folding.draft(RandomEvents.next(random).replace("'t1'", "'t2'")));
            }
        });
        List<String> wrong = new ArrayList<>();
        Position last = Position.ORIGIN;
        for (int round = 0; round < 5; round++) {
            for (String target : targets()) {
                Answered now = ask(target);
                if (now.status() != 200 || last.isAfter(now.asOf())) {
                    wrong.add(target + ": " + now + " after " + last);
                }
                last = now.asOf();
                Answered past = ask(asOf(target, first));
                if (past.status() != 200 || !past.asOf().equals(first)) {
                    wrong.add("past " + target + ": " + past);
                }
            }
        }
        isDone.set(true);
        stream.join();
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatIsNoLongerOrNotYetThereIsSaidToBe() {
        state.task("2026-02-20T10:00:00Z", "p", "'task_id':'t1'");
        assertThat(ask("/api/v1/projects/p?as_of=2026-01-01T00:00:00Z").status())
                .isEqualTo(404);
        assertThat(ask("/api/v1/projects/p?as_of=2026-02-20T11:00:00%2B01:00").status())
                .isEqualTo(200);
        assertThat(ask("/api/v1/projects/p?as_of=1-x").status()).isEqualTo(400);
    }
}
