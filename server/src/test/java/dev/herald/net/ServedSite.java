package dev.herald.net;

import dev.herald.http.Headers;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.http.Router;
import dev.herald.net.http1.Http1;
import dev.herald.net.http2.Http2;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A server with a few routes and endpoints, on a free port of loopback, as the tests of this room want it. */
public final class ServedSite implements AutoCloseable {
    public final NetServer server;
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final List<String> upgradedPipeline = new CopyOnWriteArrayList<>();
    public final CountDownLatch slowMayEnd = new CountDownLatch(1);
    public final AtomicInteger busied = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    public final CountDownLatch slowRuns = new CountDownLatch(1);

    /** Limits that let a test wait for a time-out. */
    public static NetLimits shortLimits() {
        return limits(Duration.ofMillis(400), Duration.ofMillis(600));
    }

    public static NetLimits limits(Duration head, Duration idle) {
        return new NetLimits(
                100, 256, 100, 8 << 10, 16 << 10, 1 << 20, 4 << 20, 64 << 20, head, head, idle, head, head, 64 << 10,
                128 << 10);
    }

    public ServedSite() throws NetStartException {
        this(NetSettings.of("127.0.0.1", 0).withLimits(limits(Duration.ofSeconds(10), Duration.ofSeconds(30))));
    }

    public ServedSite(NetSettings settings) throws NetStartException {
        Router router = new Router(
                List.of(
                        Route.get("/hello", request -> Response.text(200, "text/plain", "hello")),
                        Route.get("/who", request -> Response.text(200, "text/plain", request.remoteAddress())),
                        Route.get("/number/{n}", request -> Response.text(200, "text/plain", request.variable("n"))),
                        Route.get("/big", request -> new Response(200, Headers.NONE, new byte[3 << 20])),
                        Route.get("/slow", request -> slow()),
                        Route.get("/fails", request -> {
                            throw new IllegalStateException("a secret of the server");
                        }),
                        Route.get("/dies", request -> {
                            throw new StackOverflowError("a test");
                        }),
                        Route.get("/refuses", request -> {
                            throw new ProblemException(Problem.of(422, "Unprocessable Content", "no"));
                        }),
                        Route.post("/echo", request -> new Response(200, Headers.NONE, request.body()))
                                .taking(1 << 20)),
                Router::notFound);
        server = new NetServer(
                settings,
                router,
                Map.of(
                        "/stream",
                        this::stream,
                        "/upgrade",
                        this::upgrade,
                        "/plain",
                        exchange -> exchange.respond(Response.text(200, "text/plain", "plain")),
                        "/busy",
                        this::busy,
                        "/broken",
                        exchange -> {
                            throw new IllegalStateException("a secret of the server");
                        }),
                new Protocols(Http1::begin, Http2::begin),
                meters);
        server.start();
    }

    public int port() {
        return server.address().getPort();
    }

    /** Whether no slow request runs. */
    public boolean isQuiet() {
        return running.get() == 0;
    }

    /** Keeps the loop for a moment. */
    private void busy(Exchange exchange) {
        long until = System.nanoTime() + 200_000;
        while (System.nanoTime() - until < 0) {
            Thread.onSpinWait();
        }
        busied.incrementAndGet();
        exchange.respond(Response.text(200, "text/plain", "busy"));
    }

    private Response slow() {
        running.incrementAndGet();
        slowRuns.countDown();
        try {
            slowMayEnd.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running.decrementAndGet();
        }
        return Response.text(200, "text/plain", "slow");
    }

    private void stream(Exchange exchange) {
        Request request = exchange.request();
        Framing framing = exchange.stream(Response.text(200, "text/event-stream", ""));
        String text = "data: " + request.parameter("say").orElse("hi") + "\n\n";
        ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
        switch (framing) {
            case CHUNKED ->
                exchange.channel()
                        .writeAndFlush(Unpooled.copiedBuffer(
                                Integer.toHexString(bytes.readableBytes()) + "\r\n" + text + "\r\n0\r\n\r\n",
                                StandardCharsets.UTF_8))
                        .addListener(done -> exchange.channel().close());
            case UNTIL_CLOSE ->
                exchange.channel()
                        .writeAndFlush(bytes)
                        .addListener(done -> exchange.channel().close());
            case HTTP2_DATA -> exchange.channel().writeAndFlush(new DefaultHttp2DataFrame(bytes, true));
        }
    }

    /** Becomes an echo of bytes. */
    private void upgrade(Exchange exchange) {
        exchange.upgrade(Headers.NONE.with("Upgrade", "echo")).pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                upgradedPipeline.clear();
                ctx.pipeline()
                        .forEach(entry ->
                                upgradedPipeline.add(entry.getValue().getClass().getName()));
                ctx.writeAndFlush(message);
            }
        });
    }

    @Override
    public void close() {
        slowMayEnd.countDown();
        server.close();
    }
}
