package dev.herald.net.http2;

import dev.herald.http.Headers;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.net.Body;
import dev.herald.net.Deadline;
import dev.herald.net.Discard;
import dev.herald.net.Exchange;
import dev.herald.net.Framing;
import dev.herald.net.Link;
import dev.herald.net.NettyLoop;
import dev.herald.net.Owed;
import dev.herald.net.Site;
import dev.herald.net.Untaken;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream of HTTP/2: one request and its one answer (RFC 9113, section 8). Runs on its connection's loop.
 *
 * <p>The client owes the request, then nothing while somebody makes the answer, then to take the answer, for which there
 * is a time; then the stream is over. A stream that the client resets, or that breaks, is gone: nobody owes anything, and
 * an answer that is made all the same is thrown away.
 */
final class Http2Exchange extends ChannelInboundHandlerAdapter implements Exchange, Untaken {
    private static final Logger log = LoggerFactory.getLogger(Http2Exchange.class);

    private final Link link;
    private final Site site;
    private final NettyLoop loop;
    private final Channel stream;
    private final Streams streams;
    private final Body body;
    private final Deadline deadline;
    private Owed owed = Owed.BODY;
    private @Nullable Request request;
    private int bodyBytesMax;
    private int answerBytes;
    private boolean isWhole;
    private boolean isAnswered;
    private boolean isTaken;
    private boolean isGone;

    Http2Exchange(Link link, Channel stream, Streams streams) {
        this.link = link;
        this.site = link.site();
        this.loop = link.loop();
        this.stream = stream;
        this.streams = streams;
        this.body = site.newBody();
        this.deadline = new Deadline(loop, site.clock(), this::onDeadline);
        streams.move(null, owed);
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
        loop.check();
        if (request == null) {
            request = Http2Request.parse(frame.headers(), link);
            Optional<Problem> refusal = refusal(request, frame.headers());
            if (refusal.isPresent()) {
                throw new ProblemException(refusal.get());
            }
            bodyBytesMax = site.bodyBytesMax(request.method(), request.path());
            if (Http2Request.announced(frame.headers()) > bodyBytesMax) {
                throw new ProblemException(Site.tooLarge(bodyBytesMax));
            }
            if (!frame.isEndStream()) {
                body.whenReleased(site.begin(request, loop));
                deadline.set(site.limits().body());
            }
        }
        if (frame.isEndStream()) {
            onEnd(request);
        }
    }

    private Optional<Problem> refusal(Request head, Http2Headers fields) {
        if (link.isRefused()) {
            site.refused();
            return Optional.of(Site.busy("the server has as many connections as it may"));
        }
        return site.refusal(head.method(), Http2Request.authority(fields), head.headers());
    }

    private void onData(Http2DataFrame frame) {
        loop.check();
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
        loop.check();
        isWhole = true;
        owes(Owed.NOTHING);
        deadline.cancel();
        request = Request.of(
                head.method(), head.path(), head.query(), head.headers(), body.bytes(), head.remoteAddress(), Map.of());
        site.serve(this);
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
        if (!answer(response)) {
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
        ChannelFuture written = stream.write(new DefaultHttp2HeadersFrame(head, !hasBody));
        if (hasBody) {
            written = stream.write(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(response.body()), true));
        }
        stream.flush();
        if (written.isDone()) {
            onTaken();
        } else {
            answerBytes = response.body().length;
            link.add(this);
            deadline.set(site.limits().write());
            written.addListener(done -> onTaken());
        }
        owes(Owed.TAKING);
    }

    private void onTaken() {
        loop.check();
        link.remove(this);
        isTaken = true;
        if (!isWhole && !isGone) {
            // RFC 9113, section 8.1, lets us reset the stream at once; but clients, Java's own among them, then lose
            // the
            // answer. What still comes is thrown away, for as long as the head of a request may take.
            deadline.set(site.limits().head());
        } else {
            deadline.cancel();
        }
    }

    @Override
    public int bytes() {
        return answerBytes;
    }

    @Override
    public void onDropped() {
        loop.check();
        deadline.cancel();
        if (stream.parent().isWritable()) {
            stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
        } else {
            // The client does not even take what the connection carries: it would not take the end of a stream either.
            link.cut();
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
        if (answer(head)) {
            if (stream.pipeline().context(this) != null) {
                stream.pipeline().addLast(Discard.INSTANCE);
                stream.pipeline().remove(this);
            }
            stream.writeAndFlush(new DefaultHttp2HeadersFrame(head(head), false));
        }
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

    /** Whether the answer is to be written; the client may have gone. */
    private boolean answer(Response response) {
        loop.check();
        body.release();
        if (isGone) {
            return false;
        }
        if (isAnswered) {
            throw new IllegalStateException("a request is answered once");
        }
        isAnswered = true;
        deadline.cancel();
        site.answered(response.status());
        return true;
    }

    private void onDeadline() {
        loop.check();
        if (!isAnswered) {
            respond(Problem.of(408, "Request Timeout", "the request did not come within the time it may take")
                    .response());
        } else if (isTaken) {
            stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
        } else {
            link.remove(this);
            link.dropped();
            onDropped();
        }
    }

    private void owes(Owed what) {
        if (!isGone) {
            streams.move(owed, what);
            owed = what;
        }
    }

    /** The stream is over, in whatever way. Once. */
    void onClosed() {
        loop.check();
        streams.move(owed, null);
        isGone = true;
        deadline.cancel();
        link.remove(this);
        // What a route reads is released when it answers.
        if (!isWhole || site.isEndpoint(request().path())) {
            body.release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || cause instanceof Http2Exception) {
            log.debug("a client has left, or has broken its stream", cause);
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
