package dev.herald.net.http2;

import dev.herald.http.Headers;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Target;
import dev.herald.net.Body;
import dev.herald.net.Deadline;
import dev.herald.net.Discard;
import dev.herald.net.Exchange;
import dev.herald.net.Framing;
import dev.herald.net.Link;
import dev.herald.net.NettyLoop;
import dev.herald.net.Site;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stream of HTTP/2: one request and its one answer (RFC 9113, section 8). Runs on its connection's loop. */
final class Http2Exchange extends ChannelInboundHandlerAdapter implements Exchange {
    private static final Logger log = LoggerFactory.getLogger(Http2Exchange.class);
    private static final Set<String> OF_A_CONNECTION =
            Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    private final Link link;
    private final Site site;
    private final NettyLoop loop;
    private final Channel stream;
    private final Body body;
    private final Deadline deadline;
    private @Nullable Request request;
    private int bodyBytesMax;
    private boolean isWhole;
    private boolean isAnswered;

    Http2Exchange(Link link, Channel stream) {
        this.link = link;
        this.site = link.site();
        this.loop = link.loop();
        this.stream = stream;
        this.body = site.newBody();
        this.deadline = new Deadline(loop, site.clock(), this::onDeadline);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (isWhole || isAnswered) {
                return;
            }
            switch (message) {
                case Http2HeadersFrame frame -> onHeaders(frame);
                case Http2DataFrame frame -> onData(frame);
                default -> {}
            }
        } catch (ProblemException e) {
            respond(e.problem().response());
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void onHeaders(Http2HeadersFrame frame) {
        if (request == null) {
            request = head(frame.headers());
            Optional<Problem> refusal = link.isRefused()
                    ? Optional.of(Site.busy("the server has as many connections as it may"))
                    : site.refusal(request.method(), authority(frame.headers()), request.headers());
            if (refusal.isPresent()) {
                throw new ProblemException(refusal.get());
            }
            bodyBytesMax = site.bodyBytesMax(request.method(), request.path());
            if (announced(frame.headers()) > bodyBytesMax) {
                throw new ProblemException(Site.tooLarge(bodyBytesMax));
            }
            if (!frame.isEndStream()) {
                deadline.set(site.limits().body());
            }
        }
        if (frame.isEndStream()) {
            onEnd(request);
        }
    }

    private void onData(Http2DataFrame frame) {
        switch (body.add(frame.content(), -1, bodyBytesMax)) {
            case TOO_LARGE -> throw new ProblemException(Site.tooLarge(bodyBytesMax));
            case SERVER_IS_FULL ->
                throw new ProblemException(Site.busy("the server holds as many request bodies as it may"));
            case YES -> {
                if (frame.isEndStream() && request != null) {
                    onEnd(request);
                }
            }
        }
    }

    private void onEnd(Request head) {
        isWhole = true;
        deadline.cancel();
        request = Request.of(
                head.method(), head.path(), head.query(), head.headers(), body.bytes(), head.remoteAddress(), Map.of());
        site.serve(this);
    }

    private Request head(Http2Headers fields) {
        CharSequence method = fields.method();
        CharSequence path = fields.path();
        if (method == null || path == null) {
            throw new ProblemException(Problem.of(400, "Bad Request", "a request has :method and :path"));
        }
        boolean isStar = "*".contentEquals(path) && "OPTIONS".contentEquals(method);
        Target target = isStar ? new Target("*", Map.of()) : Target.parse(path.toString());
        List<Headers.Field> list = new ArrayList<>(fields.size());
        for (Map.Entry<CharSequence, CharSequence> field : fields) {
            String name = field.getKey().toString();
            if (!name.startsWith(":") && !OF_A_CONNECTION.contains(name) && !name.startsWith("x-http2-")) {
                list.add(checked(name, field.getValue().toString()));
            }
        }
        // RFC 9113, section 8.3.1: what reads a request need not know which HTTP brought it.
        if (!fields.contains("host")) {
            list.add(checked("host", authority(fields)));
        }
        Headers headers = new Headers(list);
        String client = link.client(headers);
        return Request.of(method.toString(), target.path(), target.query(), headers, new byte[0], client, Map.of());
    }

    /** 0 where it does not say; the codec has seen to it that it is a number. */
    private static long announced(Http2Headers fields) {
        return fields.getLong("content-length", 0);
    }

    private static Headers.Field checked(String name, String value) {
        for (int at = 0; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c < ' ' && c != '\t' || c == 0x7f) {
                throw new ProblemException(Problem.of(400, "Bad Request", "a header field holds a control character"));
            }
        }
        return new Headers.Field(name, value);
    }

    /** RFC 9113, section 8.3.1: there is one, and a {@code Host} beside it says the same. */
    private static String authority(Http2Headers fields) {
        CharSequence named = fields.authority();
        for (CharSequence host : fields.getAll("host")) {
            if (named != null && !AsciiString.contentEqualsIgnoreCase(named, host)) {
                throw new ProblemException(Problem.of(400, "Bad Request", "the request addresses two different hosts"));
            }
            named = host;
        }
        if (named == null || named.isEmpty()) {
            throw new ProblemException(Problem.of(400, "Bad Request", "a request has :authority"));
        }
        return named.toString();
    }

    @Override
    public Request request() {
        if (request == null) {
            throw new IllegalStateException("the request has not come yet");
        }
        return request;
    }

    @Override
    public NettyLoop loop() {
        return loop;
    }

    @Override
    public Channel channel() {
        return stream;
    }

    @Override
    public boolean isHttp2() {
        return true;
    }

    @Override
    public void respond(Response response) {
        answer(response);
        if (!stream.isActive()) {
            return;
        }
        Response shown = request == null ? response : site.share(request, response);
        boolean isHead = request != null && request.method().equals("HEAD");
        boolean isUnknown = isHead && response.body().length == 0;
        boolean hasLength = response.status() != 204 && response.status() != 304 && !isUnknown;
        boolean hasBody = hasLength && !isHead && response.body().length > 0;
        Http2Headers head = head(shown);
        if (hasLength) {
            head.setInt("content-length", response.body().length);
        }
        stream.write(new DefaultHttp2HeadersFrame(head, !hasBody));
        if (hasBody) {
            stream.write(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(response.body()), true));
        }
        stream.flush();
        if (!isWhole) {
            // RFC 9113, section 8.1, lets us reset the stream at once; but clients, Java's own among them, then lose
            // the
            // answer. What still comes is thrown away, for as long as the head of a request may take.
            deadline.set(site.limits().head());
        }
    }

    @Override
    public Channel upgrade(Headers more) {
        throw new IllegalStateException("a stream of HTTP/2 cannot be upgraded");
    }

    @Override
    public void upgrade(Headers more, NettyLoop to, Consumer<Channel> arrived) {
        upgrade(more);
    }

    @Override
    public Framing stream(Response head) {
        answer(head);
        if (stream.pipeline().context(this) != null) {
            stream.pipeline().addLast(Discard.INSTANCE);
            stream.pipeline().remove(this);
        }
        stream.writeAndFlush(new DefaultHttp2HeadersFrame(head(head), false));
        return Framing.HTTP2_DATA;
    }

    private Http2Headers head(Response response) {
        Http2Headers head = new DefaultHttp2Headers().status(Integer.toString(response.status()));
        head.set("date", link.date());
        for (Headers.Field field : response.headers().fields()) {
            head.add(field.name().toLowerCase(Locale.ROOT), field.value());
        }
        return head;
    }

    private void answer(Response response) {
        loop.check();
        if (isAnswered) {
            throw new IllegalStateException("a request is answered once");
        }
        isAnswered = true;
        deadline.cancel();
        body.release();
        site.onAnswer(response.status());
    }

    private void onDeadline() {
        if (isAnswered) {
            stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
        } else {
            respond(Problem.of(408, "Request Timeout", "the request did not come within the time it may take")
                    .response());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline.cancel();
        if (!isWhole || site.isEndpoint(request().path())) {
            body.release();
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("a client has left", cause);
            stream.close();
        } else if (isWhole && !isAnswered) {
            log.error("the endpoint of {} failed", request().path(), cause);
            respond(Problem.of(500, "Internal Server Error", "the server failed")
                    .response());
        } else {
            log.warn("an HTTP/2 stream failed", cause);
            stream.close();
        }
    }
}
