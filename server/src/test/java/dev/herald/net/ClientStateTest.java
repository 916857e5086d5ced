package dev.herald.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.http.Client;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.http.Router;
import dev.herald.net.http1.Http1;
import dev.herald.net.http2.Http2;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A handler learns where its client is; and each handler runs where its type says. */
@Timeout(60)
class ClientStateTest {
    private final BlockingQueue<Client> asking = new LinkedBlockingQueue<>();
    private NetServer server;

    @BeforeEach
    void start() throws NetStartException {
        Router router = new Router(
                List.of(
                        Route.get("/long", this::answerWhenLeft),
                        Route.getOnLoop("/loop", ClientStateTest::thread),
                        Route.get("/elsewhere", ClientStateTest::thread)),
                Router::notFound);
        server = new NetServer(
                NetSettings.of("127.0.0.1", 0),
                router,
                Map.of(),
                new Protocols(Http1::begin, Http2::begin),
                new SimpleMeterRegistry());
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Response thread(Request request) {
        return Response.text(200, "text/plain", Thread.currentThread().getName());
    }

    private Response answerWhenLeft(Request request) {
        asking.add(request.client());
        await(request.client());
        return Response.empty(204);
    }

    private static Client.State await(Client client) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (client.state() == Client.State.THERE && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        return client.state();
    }

    @Test
    void aConnectionThatIsClosedIsSeenWhileItsRequestIsHandled() throws Exception {
        Client client;
        try (RawClient connection = new RawClient(server.address().getPort())) {
            connection.send("GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n");
            client = asking.take();
            assertThat(client.state()).isEqualTo(Client.State.THERE);
        }
        assertThat(await(client)).isIn(Client.State.SILENT, Client.State.GONE);
    }

    @Test
    void aStreamThatIsResetIsGone() throws Exception {
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            URI address = URI.create("http://127.0.0.1:" + server.address().getPort());
            HttpResponse<String> first = http.send(
                    HttpRequest.newBuilder(address.resolve("/elsewhere")).build(), BodyHandlers.ofString());
            assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_2);
            CompletableFuture<?> asked = http.sendAsync(
                    HttpRequest.newBuilder(address.resolve("/long")).build(), BodyHandlers.discarding());
            Client client = asking.take();
            assertThat(client.state()).isEqualTo(Client.State.THERE);
            asked.cancel(true);
            assertThat(await(client)).isEqualTo(Client.State.GONE);
        }
    }

    @Test
    void aHandlerForALoopRunsThereAndTheOthersDoNot() throws Exception {
        try (RawClient connection = new RawClient(server.address().getPort())) {
            connection.send("GET /loop HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(connection.answer().body()).startsWith("herald-loop");
            connection.send("GET /elsewhere HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(connection.answer().body()).doesNotContain("herald-loop");
        }
    }
}
