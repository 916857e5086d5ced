package dev.herald.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.access.RateLimits;
import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.http.Client;
import dev.herald.http.Headers;
import dev.herald.http.ManualLimits;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Router;
import dev.herald.http.Target;
import dev.herald.journal.Budget;
import dev.herald.journal.HistoryPage;
import dev.herald.journal.HistoryQuery;
import dev.herald.journal.ManualClock;
import dev.herald.journal.ReadLanes;
import dev.herald.journal.ReadLimits;
import dev.herald.journal.Reader;
import dev.herald.journal.Slice;
import dev.herald.journal.Summary;
import dev.herald.journal.SummaryQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who asks for history and leaves, or asks too often, costs the others nothing. */
@Timeout(30)
class HistoryReadsTest {
    private static final int WAITING_MAX = 4;

    private final ManualClock clock = new ManualClock();
    private final HeldReader reader = new HeldReader();
    private final ReadLanes lanes = new ReadLanes(reader, new ReadLimits(2, 1, WAITING_MAX, 10));

    @AfterEach
    void close() {
        reader.mayGoOn.countDown();
        lanes.close();
    }

    /** Its first page takes as long as the test wants. */
    private static final class HeldReader implements Reader {
        private final CountDownLatch isReading = new CountDownLatch(1);
        private final CountDownLatch mayGoOn = new CountDownLatch(1);
        private final AtomicInteger pages = new AtomicInteger();

        @Override
        public Summary summary(SummaryQuery query, Budget budget) {
            throw new UnsupportedOperationException("nobody counts");
        }

        @Override
        public HistoryPage page(HistoryQuery query, Budget budget) {
            pages.incrementAndGet();
            isReading.countDown();
            try {
                mayGoOn.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return new HistoryPage(List.of(), null, true, Position.ORIGIN);
        }

        @Override
        public Slice read(Position after, Reach wanted, Budget budget) {
            throw new AssertionError("history reads pages");
        }

        @Override
        public Optional<Event> find(Position position) {
            return Optional.empty();
        }
    }

    private Router router(RateLimits limits) {
        return new Router(new HistoryRoutes(lanes, limits, clock).routes(), Router::notFound);
    }

    private static Response ask(Router router, Client client) {
        Target target = Target.parse("/api/v1/events");
        return router.handle(
                Request.of("GET", target.path(), target.query(), Headers.NONE, new byte[0], "192.0.2.1", Map.of())
                        .withClient(client));
    }

    private static CompletableFuture<Integer> asked(Router router, Client client) {
        return CompletableFuture.supplyAsync(
                () -> ask(router, client).status(), task -> Thread.ofVirtual().start(task));
    }

    /** One more than fit has been asked: when the first of them is refused, all the others wait. */
    private static void awaitRefusal(List<CompletableFuture<Integer>> asked) throws Exception {
        Object status =
                CompletableFuture.anyOf(asked.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
        assertThat(status).isEqualTo(503);
    }

    @Test
    void whatIsAskedByThoseWhoHaveLeftIsNotRead() throws Exception {
        Router router = router(RateLimits.OFF);
        CompletableFuture<Integer> first = asked(router, Client.PATIENT);
        assertThat(reader.isReading.await(10, TimeUnit.SECONDS)).isTrue();
        List<CompletableFuture<Integer>> gone = new ArrayList<>();
        gone.add(asked(router, () -> Client.State.SILENT));
        for (int i = 0; i < WAITING_MAX; i++) {
            gone.add(asked(router, () -> Client.State.GONE));
        }
        awaitRefusal(gone);
        clock.advance(HistoryReads.SILENT_MILLIS_MAX + 1);
        reader.mayGoOn.countDown();

        assertThat(first.get()).isEqualTo(200);
        for (CompletableFuture<Integer> one : gone) {
            assertThat(one.get()).isEqualTo(503);
        }
        assertThat(reader.pages).hasValue(1);
    }

    @Test
    void whoEndsItsHalfAndWaitsIsAnswered() {
        reader.mayGoOn.countDown();
        assertThat(ask(router(RateLimits.OFF), () -> Client.State.SILENT).status())
                .isEqualTo(200);
    }

    @Test
    void onlySoManyWait() throws Exception {
        Router router = router(RateLimits.OFF);
        CompletableFuture<Integer> first = asked(router, Client.PATIENT);
        assertThat(reader.isReading.await(10, TimeUnit.SECONDS)).isTrue();
        List<CompletableFuture<Integer>> waiting = new ArrayList<>();
        for (int i = 0; i <= WAITING_MAX; i++) {
            waiting.add(asked(router, Client.PATIENT));
        }
        awaitRefusal(waiting);
        Response refused = ask(router, Client.PATIENT);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.headers().first("Retry-After")).hasValue("1");
        assertThat(refused.headers().first("Content-Type")).hasValue("application/problem+json");
        reader.mayGoOn.countDown();

        assertThat(first.get()).isEqualTo(200);
        int answered = 0;
        for (CompletableFuture<Integer> one : waiting) {
            answered += one.get() == 200 ? 1 : 0;
        }
        assertThat(answered).isEqualTo(WAITING_MAX);
    }

    @Test
    void whoAsksTooOftenIsRefusedBeforeAnythingIsRead() {
        reader.mayGoOn.countDown();
        Router router = router(new ManualLimits(3));
        for (int i = 0; i < 3; i++) {
            Response answer = ask(router, Client.PATIENT);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers().first("RateLimit-Policy")).hasValue("\"read\";q=3;w=4");
        }
        Response refused = ask(router, Client.PATIENT);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers().first("Retry-After")).hasValue("3");
        assertThat(reader.pages).hasValue(3);
    }
}
