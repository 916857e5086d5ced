package dev.herald.net;

import dev.herald.http.Client;
import dev.herald.http.CrossOrigin;
import dev.herald.http.Headers;
import dev.herald.http.Methods;
import dev.herald.http.Problem;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Router;
import dev.herald.loop.Clock;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is served, and what all connections share. Any thread. */
public final class Site {
    private static final Logger log = LoggerFactory.getLogger(Site.class);

    /** Of two such fields two readers could take another for the one that counts. */
    private static final List<String> SINGLE = List.of("Authorization", "Origin", "Content-Type");

    private final Router router;
    private final Map<String, Endpoint> endpoints;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicLong bodies = new AtomicLong();
    private final HostRule hosts;
    private final Proxies proxies;
    private final CrossOrigin crossOrigin;
    private final NetLimits limits;
    private final NetMeters meters;
    private final Clock clock;
    private volatile boolean isStopping;

    Site(
            Router router,
            Map<String, Endpoint> endpoints,
            HostRule hosts,
            Proxies proxies,
            CrossOrigin crossOrigin,
            NetLimits limits,
            NetMeters meters,
            Clock clock) {
        this.router = router;
        this.endpoints = Map.copyOf(endpoints);
        this.hosts = hosts;
        this.proxies = proxies;
        this.crossOrigin = crossOrigin;
        this.limits = limits;
        this.meters = meters;
        this.clock = clock;
    }

    public NetLimits limits() {
        return limits;
    }

    /** Why a request that addresses this host may not be made from where it comes, if it may not. */
    public Optional<Problem> refusal(String method, String authority, Headers headers) {
        for (String name : SINGLE) {
            if (isRepeated(headers, name)) {
                return Optional.of(Problem.of(400, "Bad Request", "a request has at most one " + name + " field"));
            }
        }
        return hosts.refusal(method, authority, headers);
    }

    private static boolean isRepeated(Headers headers, String name) {
        boolean isSeen = false;
        for (Headers.Field field : headers.fields()) {
            if (field.name().equalsIgnoreCase(name)) {
                if (isSeen) {
                    return true;
                }
                isSeen = true;
            }
        }
        return false;
    }

    Proxies proxies() {
        return proxies;
    }

    /** The response with what a page of another origin must be told to read it. */
    public Response share(Request request, Response response) {
        return crossOrigin.share(request, response);
    }

    NetMeters meters() {
        return meters;
    }

    /** A request has its answer. */
    public void answered(int status) {
        meters.answered(status);
    }

    /** A request was refused, for the server has as many connections as it may. */
    public void refused() {
        meters.refused();
    }

    public Clock clock() {
        return clock;
    }

    /** From now on a connection is closed after the answer that it owes. */
    void stop() {
        isStopping = true;
    }

    public boolean isStopping() {
        return isStopping;
    }

    public Body newBody() {
        return new Body(bodies, limits);
    }

    /** Whether the path's answers are written by a transport. */
    public boolean isEndpoint(String path) {
        return endpoints.containsKey(path);
    }

    /** What the body of such a request may have. */
    public int bodyBytesMax(String method, String path) {
        Endpoint endpoint = endpoints.get(path);
        int bytesMax = endpoint != null && endpoint.methods().contains(method)
                ? endpoint.bodyBytesMax()
                : router.bodyBytesMax(method, path);
        return Math.min(bytesMax, limits.bodyBytes());
    }

    /** Why a body of more than so many bytes is refused. */
    public static Problem tooLarge(int bytesMax) {
        return Problem.of(
                413,
                "Content Too Large",
                bytesMax == 0
                        ? "such a request has no body here"
                        : "a body may have " + bytesMax + " bytes; send it in several requests");
    }

    /** Tells an endpoint that a request for it has begun, whose body follows; what runs when the request is over. */
    public Runnable begin(Request head, NettyLoop loop) {
        Endpoint endpoint = endpoints.get(head.path());
        return endpoint != null && endpoint.methods().contains(head.method()) ? endpoint.onHead(head, loop) : () -> {};
    }

    /** Lets the request be answered: by an endpoint or a route here on the loop, by the others on a virtual thread. */
    public void serve(Exchange exchange) {
        Request request = exchange.request();
        Endpoint endpoint = endpoints.get(request.path());
        if (endpoint == null) {
            route(exchange);
        } else if (endpoint.methods().contains(request.method())) {
            endpoint.onRequest(exchange);
        } else {
            exchange.respond(Methods.of(endpoint.methods()).instead(request));
        }
    }

    private void route(Exchange exchange) {
        switch (router.lead(exchange.request())) {
            case Router.Lead.Answered(Response response) -> exchange.respond(response);
            case Router.Lead.MayBlock _ -> handle(exchange);
        }
    }

    private void handle(Exchange exchange) {
        if (running.incrementAndGet() > limits.requests()) {
            running.decrementAndGet();
            exchange.respond(
                    busy("the server handles as many requests as it may").response());
            return;
        }
        Request request = exchange.request().withClient(new Peer(exchange.channel()));
        Thread.startVirtualThread(() -> {
            // What the router lets through is an Error: the thread dies of it, the client is answered all the same.
            Response response = Problem.of(500, "Internal Server Error", "the server failed")
                    .response();
            try {
                response = router.handle(request);
            } finally {
                running.decrementAndGet();
                post(exchange, response);
            }
        });
    }

    /** The other end of a channel, over HTTP/2 of a stream. */
    private record Peer(Channel channel) implements Client {
        @Override
        public State state() {
            if (!channel.isActive()) {
                return State.GONE;
            }
            return channel instanceof DuplexChannel duplex && duplex.isInputShutdown() ? State.SILENT : State.THERE;
        }
    }

    private static void post(Exchange exchange, Response response) {
        try {
            exchange.loop().post(() -> exchange.respond(response));
        } catch (RejectedExecutionException e) {
            log.debug(
                    "{} was answered after the server had stopped",
                    exchange.request().path(),
                    e);
        }
    }

    public static Problem busy(String detail) {
        return new Problem(503, "Service Unavailable", detail, List.of(), Headers.NONE.with("Retry-After", "1"));
    }
}
