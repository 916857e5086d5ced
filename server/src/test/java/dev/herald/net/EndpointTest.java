package dev.herald.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.http.Headers;
import dev.herald.http.Response;
import dev.herald.http.Router;
import dev.herald.net.http1.Http1;
import dev.herald.net.http2.Http2;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Endpoints that take bodies, let their clients wait, or take a connection to another loop. */
@Timeout(60)
class EndpointTest {
    private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\n";
    private final BlockingQueue<Exchange> waiting = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> left = new LinkedBlockingQueue<>();
    private NetServer server;

    private int start(Io io) throws NetStartException {
        return start(NetSettings.of("127.0.0.1", 0).withIo(io));
    }

    private int start(NetSettings settings) throws NetStartException {
        server = new NetServer(
                settings.withLoops(3).withLimits(ServedSite.limits(Duration.ofSeconds(10), Duration.ofSeconds(1))),
                new Router(List.of(), Router::notFound),
                Map.of("/take", new Taking(), "/wait", this::keep, "/move", this::move),
                new Protocols(Http1::begin, Http2::begin),
                new SimpleMeterRegistry());
        server.start();
        return server.address().getPort();
    }

    @AfterEach
    void stop() {
        Exchange exchange = waiting.poll();
        while (exchange != null) {
            Exchange last = exchange;
            last.loop().post(() -> last.respond(Response.empty(204)));
            exchange = waiting.poll();
        }
        server.close();
    }

    @Test
    void takesTheBodiesOfItsMethodsAndNoOthers() throws Exception {
        try (RawClient client = new RawClient(start(Io.EPOLL))) {
            client.send("POST /take" + HOST + "Content-Length: 5\r\n\r\nhello");
            assertThat(client.answer().body()).isEqualTo("POST hello");
            client.send("POST /take" + HOST + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("POST hi");
            client.send("PUT /take" + HOST + "Content-Length: 5\r\n\r\nhello");
            RawClient.Answer refused = client.answer();
            assertThat(refused.status()).isEqualTo(405);
            assertThat(refused.headers()).containsEntry("allow", "GET, OPTIONS, POST");
            client.send("OPTIONS /take" + HOST + "\r\n");
            assertThat(client.answer().headers()).containsEntry("allow", "GET, OPTIONS, POST");
            client.send("GET /take" + HOST + "\r\n");
            assertThat(client.answer().body()).isEqualTo("GET ");
        }
    }

    @Test
    void refusesALargerBodyBeforeItHasCome() throws Exception {
        int port = start(Io.EPOLL);
        for (String request : List.of(
                "POST /take" + HOST + "Content-Length: 9\r\n\r\n",
                "POST /take" + HOST + "Content-Length: 9\r\nExpect: 100-continue\r\n\r\n",
                "POST /take" + HOST + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n4\r\nmore\r\n",
                "GET /wait" + HOST + "Content-Length: 1\r\n\r\n")) {
            try (RawClient client = new RawClient(port)) {
                assertThat(client.send(request).answer().status()).as(request).isEqualTo(413);
            }
        }
        assertThat(waiting).isEmpty();
    }

    @Test
    void takesAndRefusesBodiesOverHttp2() throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            URI uri = URI.create("http://localhost:" + start(Io.EPOLL) + "/take");
            assertThat(client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                            .version())
                    .isEqualTo(HttpClient.Version.HTTP_2);
            HttpRequest.Builder request = HttpRequest.newBuilder(uri);
            assertThat(client.send(
                                    request.POST(BodyPublishers.ofString("hello"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body())
                    .isEqualTo("POST hello");
            assertThat(client.send(
                                    request.POST(BodyPublishers.ofString("too large"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(413);
        }
    }

    @Test
    void aRequestThatWaitsOutlivesTheIdleTimeAndItsClientsLeavingIsHeard() throws Exception {
        int port = start(Io.EPOLL);
        try (RawClient patient = new RawClient(port).send("GET /wait" + HOST + "\r\n");
                RawClient leaving = new RawClient(port).send("GET /wait" + HOST + "\r\n");
                RawClient idle = new RawClient(port)) {
            Exchange first = next();
            Exchange second = next();
            assertThat(idle.rest()).as("an idle time has passed").isEmpty();
            leaving.cut();
            assertThat(left.poll(20, TimeUnit.SECONDS)).isEqualTo("left");
            for (Exchange exchange : List.of(first, second)) {
                exchange.loop().post(() -> exchange.respond(Response.text(200, "text/plain", "at last")));
            }
            assertThat(patient.answer().body()).isEqualTo("at last");
        }
    }

    @Test
    void aStreamOfHttp2ThatIsResetIsHeard() throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            String base = "http://localhost:" + start(Io.EPOLL);
            client.send(HttpRequest.newBuilder(URI.create(base + "/take")).build(), BodyHandlers.discarding());
            CompletableFuture<HttpResponse<Void>> asked = client.sendAsync(
                    HttpRequest.newBuilder(URI.create(base + "/wait")).build(), BodyHandlers.discarding());
            assertThat(next().isHttp2()).isTrue();
            waiting.clear();
            asked.cancel(true);
            assertThat(left.poll(20, TimeUnit.SECONDS)).isEqualTo("left");
        }
    }

    @ParameterizedTest
    @EnumSource(Io.class)
    void aConnectionGoesToAnotherLoopWithTheBytesThatCameEarly(Io io) throws Exception {
        int port = start(io);
        for (int turn = 0; turn < 12; turn++) {
            try (RawClient client = new RawClient(port)) {
                String early = "early".repeat(turn);
                client.send("GET /move?to=" + turn % 3 + HOST + "Connection: Upgrade\r\nUpgrade: echo\r\n\r\n" + early);
                assertThat(client.answer().status()).isEqualTo(101);
                assertThat(client.read(early.length())).isEqualTo(early);
                for (int line = 0; line < 50; line++) {
                    assertThat(client.send("line " + line + "\n").line()).isEqualTo("line " + line);
                }
                assertThat(client.endSending().rest()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Io.class)
    void aClientThatLeavesOnTheWayLeavesNothingBehind(Io io) throws Exception {
        int port = start(io);
        for (int turn = 0; turn < 50; turn++) {
            try (RawClient client = new RawClient(port)) {
                client.send("GET /move?to=" + turn % 3 + HOST + "Connection: Upgrade\r\nUpgrade: echo\r\n\r\n"
                        + "x".repeat(turn));
            }
        }
        for (int turn = 0; turn < 50; turn++) {
            assertThat(left.poll(20, TimeUnit.SECONDS)).isEqualTo("left");
        }
    }

    @Test
    void aConnectionWithTlsGoesToAnotherLoopToo(@TempDir Path dir) throws Exception {
        Path store = dir.resolve("store.p12");
        NetServerTest.makeCertificate(store, dir);
        int port =
                start(NetSettings.of("127.0.0.1", 0).withTls(dir.resolve("certificate.pem"), dir.resolve("key.pem")));
        for (int turn = 0; turn < 9; turn++) {
            try (Socket socket =
                    NetServerTest.trusting(store).getSocketFactory().createSocket("localhost", port)) {
                socket.setSoTimeout(20_000);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                socket.getOutputStream()
                        .write(("GET /move?to=" + turn % 3 + HOST
                                        + "Connection: Upgrade\r\nUpgrade: echo\r\n\r\nearly\n")
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(in.readLine()).startsWith("HTTP/1.1 101");
                while (!in.readLine().isEmpty()) {
                    // The rest of the head.
                    continue;
                }
                assertThat(in.readLine()).isEqualTo("early");
                for (int line = 0; line < 20; line++) {
                    socket.getOutputStream().write(("line " + line + "\n").getBytes(StandardCharsets.US_ASCII));
                    assertThat(in.readLine()).isEqualTo("line " + line);
                }
            }
        }
    }

    private Exchange next() throws InterruptedException {
        Exchange exchange = waiting.poll(20, TimeUnit.SECONDS);
        assertThat(exchange).isNotNull();
        return exchange;
    }

    private void keep(Exchange exchange) {
        exchange.channel().closeFuture().addListener(_ -> left.add("left"));
        waiting.add(exchange);
    }

    /** Becomes an echo of bytes on another loop, which fails when it runs on a wrong one. */
    private void move(Exchange exchange) {
        NettyLoop to = server.loops()
                .get(Integer.parseInt(exchange.request().parameter("to").orElseThrow()));
        exchange.channel().closeFuture().addListener(_ -> left.add("left"));
        exchange.upgrade(Headers.NONE.with("Upgrade", "echo"), to, channel -> echo(channel, to));
    }

    private static void echo(Channel channel, NettyLoop to) {
        to.check();
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                to.check();
                ctx.writeAndFlush(message);
            }
        });
    }

    private static final class Taking implements Endpoint {
        @Override
        public void onRequest(Exchange exchange) {
            String body = new String(exchange.request().body(), StandardCharsets.UTF_8);
            exchange.respond(Response.text(200, "text/plain", exchange.request().method() + " " + body));
        }

        @Override
        public Set<String> methods() {
            return Set.of("GET", "POST");
        }

        @Override
        public int bodyBytesMax() {
            return 8;
        }
    }
}
