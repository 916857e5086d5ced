package dev.herald.net.http1;

import dev.herald.http.Headers;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.net.Deadline;
import dev.herald.net.Discard;
import dev.herald.net.Framing;
import dev.herald.net.Link;
import dev.herald.net.NettyLoop;
import dev.herald.net.Owed;
import dev.herald.net.Site;
import dev.herald.net.Stoppable;
import dev.herald.net.Untaken;
import dev.herald.net.http2.Http2;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection while it speaks HTTP/1.x. Runs on its loop.
 *
 * <p>Idle, until the first byte of a request; Head, until its head is whole; Body; Running, while somebody makes the
 * answer; Writing, while the client takes it; then Idle again. Left when the channel is somebody else's or only waits to
 * be closed. From Running to Idle the decoder is paused, so that one request runs at a time and answers keep their order.
 * A client may end its sending half meanwhile, and is still answered (RFC 9112, section 9.6); between requests that is
 * the end. A request that cannot be trusted to end where it seems to is answered and the connection given up.
 */
final class Http1Connection extends ChannelInboundHandlerAdapter implements Stoppable, Untaken, Answerer {
    private static final Logger log = LoggerFactory.getLogger(Http1Connection.class);

    private enum Phase {
        IDLE,
        HEAD,
        BODY,
        RUNNING,
        WRITING,
        LEFT
    }

    private final Link link;
    private final Site site;
    private final NettyLoop loop;
    private final Channel channel;
    private final RequestDecoder decoder;
    private final Deadline deadline;
    private Phase phase = Phase.IDLE;
    private boolean isInputShut;
    private boolean isEndpoint;
    private @Nullable Received received;
    private int answerBytes;
    private @Nullable Http1Exchange exchange;

    private Http1Connection(Link link) {
        this.link = link;
        this.site = link.site();
        this.loop = link.loop();
        this.channel = link.channel();
        this.decoder = new RequestDecoder(site.limits(), site.clock());
        this.deadline = new Deadline(loop, site.clock(), this::onDeadline);
    }

    static void install(Link link) {
        Http1Connection connection = new Http1Connection(link);
        link.channel().pipeline().addLast(connection.decoder, connection);
        link.join(connection);
        connection.deadline.set(link.site().limits().idle());
    }

    @Override
    public Link link() {
        return link;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            onHead(request);
        }
        if (message instanceof HttpContent content) {
            try {
                onContent(content);
            } finally {
                content.release();
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (phase == Phase.IDLE && decoder.hasBegun()) {
            phase = Phase.HEAD;
            deadline.set(site.limits().head());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == RequestDecoder.HTTP2_PREFACE) {
            leave();
            Http2.begin(link);
            channel.pipeline().remove(decoder);
        } else if (event == ChannelInputShutdownEvent.INSTANCE) {
            isInputShut = true;
            closeIfNothingIsOwed();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    private void onHead(HttpRequest request) {
        loop.check();
        if (phase != Phase.IDLE && phase != Phase.HEAD) {
            return;
        }
        try {
            Http1Request parsed = Http1Request.parse(request);
            Optional<Problem> refusal = Received.refusal(parsed, link);
            if (refusal.isPresent()) {
                giveUp(refusal.get());
                return;
            }
            received = new Received(request, parsed, site);
            phase = Phase.BODY;
            if (parsed.announcedBytes() != 0) {
                received.begin(site, link);
                link.owes(Owed.BODY);
                deadline.set(site.limits().body());
            }
            if (parsed.expectsContinue() && parsed.announcedBytes() != 0) {
                channel.writeAndFlush(Http1Head.proceed(loop.allocator()));
            }
        } catch (ProblemException e) {
            giveUp(e.problem());
        }
    }

    private void onContent(HttpContent content) {
        loop.check();
        Received request = received;
        if (phase != Phase.BODY || request == null) {
            return;
        }
        if (content.decoderResult().isFailure()) {
            giveUp(Http1Request.malformed(content.decoderResult().cause()));
            return;
        }
        Optional<Problem> refusal = request.take(content.content());
        if (refusal.isPresent()) {
            giveUp(refusal.get());
        } else if (content instanceof LastHttpContent) {
            onRequest(request);
        }
    }

    private void onRequest(Received whole) {
        loop.check();
        phase = Phase.RUNNING;
        link.owes(Owed.NOTHING);
        deadline.clear();
        decoder.pause();
        Request request = whole.request(link);
        HttpRequest raw = whole.takeRaw();
        boolean isUpgrade = request.body().length == 0 && Http2.isUpgrade(raw);
        if (isUpgrade && Http2.upgrade(link, raw, this::leave, decoder)) {
            return;
        }
        isEndpoint = site.isEndpoint(request.path());
        if (!isEndpoint) {
            HalfClosure.allow(channel, true);
        }
        exchange = new Http1Exchange(this, request, whole.head().isHttp10());
        site.serve(exchange);
    }

    @Override
    public void onAnswer(Response response) {
        loop.check();
        Http1Request request = received == null ? null : received.head();
        release();
        site.answered(response.status());
        if (phase != Phase.RUNNING || request == null) {
            // The client has left meanwhile.
            return;
        }
        boolean isLast = !request.isKeepAlive() || site.isStopping();
        Http1Head.Persistence persistence = isLast
                ? Http1Head.Persistence.CLOSE
                : request.isHttp10() ? Http1Head.Persistence.KEEP_ALIVE : Http1Head.Persistence.DEFAULT;
        boolean isHead = request.method().equals("HEAD");
        ByteBuf out = Http1Head.whole(loop.allocator(), response, isHead, persistence, link.date());
        phase = Phase.WRITING;
        ChannelFuture written = channel.writeAndFlush(out);
        if (!written.isDone()) {
            answerBytes = response.body().length;
            link.owes(Owed.TAKING);
            link.add(this);
            deadline.set(site.limits().write());
            written.addListener(done -> onTaken(isLast));
        } else {
            onWritten(isLast);
        }
    }

    private void onTaken(boolean isLast) {
        loop.check();
        link.remove(this);
        onWritten(isLast);
    }

    @Override
    public int bytes() {
        return answerBytes;
    }

    @Override
    public void onDropped() {
        loop.check();
        link.cut();
    }

    private void onWritten(boolean isLast) {
        loop.check();
        if (phase != Phase.WRITING) {
            return;
        }
        if (isLast || site.isStopping()) {
            channel.close();
            return;
        }
        phase = Phase.IDLE;
        link.owes(Owed.REQUEST);
        deadline.set(site.limits().idle());
        HalfClosure.allow(channel, false);
        if (decoder.isOverdue()) {
            loop.schedule(1, this::resume);
        } else {
            resume();
        }
        if (isInputShut) {
            // Posted: this may run inside the decoding of several requests, the next of which begins when it returns.
            loop.post(this::closeIfNothingIsOwed);
        }
    }

    private void resume() {
        ChannelHandlerContext own = channel.pipeline().context(decoder);
        if (own != null && phase == Phase.IDLE) {
            decoder.resume(own);
        }
    }

    private void closeIfNothingIsOwed() {
        if (isInputShut && !decoder.isPaused() && (phase == Phase.IDLE || phase == Phase.HEAD || phase == Phase.BODY)) {
            channel.close();
        }
    }

    @Override
    public Channel onUpgrade(Headers more) {
        loop.check();
        switchProtocols(more);
        decoder.removeSoon(channel);
        return channel;
    }

    @Override
    public void onUpgrade(Headers more, NettyLoop to, Consumer<Channel> arrived) {
        loop.check();
        switchProtocols(more);
        channel.config().setAutoRead(false);
        link.move(to, () -> {
            arrived.accept(channel);
            decoder.removeSoon(channel);
        });
    }

    private void switchProtocols(Headers more) {
        release();
        site.answered(101);
        channel.writeAndFlush(Http1Head.switching(loop.allocator(), more, link.date()));
        leave();
        decoder.pause();
    }

    @Override
    public Framing onStream(Response response, Framing framing) {
        loop.check();
        release();
        site.answered(response.status());
        channel.writeAndFlush(Http1Head.endless(loop.allocator(), response, framing, link.date()));
        leave();
        channel.pipeline().addLast(Discard.INSTANCE);
        decoder.removeSoon(channel);
        return framing;
    }

    /** Takes this handler out, and all that it left with the loop. */
    private void leave() {
        end();
        HalfClosure.allow(channel, false);
        if (isInputShut) {
            // Nobody would hear of it again: what follows takes the end of the client's half for the end.
            loop.post(() -> channel.close());
        }
        if (channel.pipeline().context(this) != null) {
            channel.pipeline().remove(this);
        }
    }

    private void end() {
        phase = Phase.LEFT;
        deadline.cancel();
        link.leave(this);
    }

    private void release() {
        if (received != null) {
            received.release();
            received = null;
        }
        exchange = null;
    }

    private void giveUp(Problem problem) {
        release();
        site.answered(problem.status());
        ByteBuf out =
                Http1Head.whole(loop.allocator(), problem.response(), false, Http1Head.Persistence.CLOSE, link.date());
        leave();
        decoder.pause();
        Farewell.say(channel, loop, out);
        decoder.removeSoon(channel);
    }

    private void onDeadline() {
        loop.check();
        switch (phase) {
            case IDLE -> channel.close();
            case WRITING -> {
                link.dropped();
                link.cut();
            }
            case HEAD, BODY ->
                giveUp(Problem.of(408, "Request Timeout", "the request did not come within the time it may take"));
            case RUNNING, LEFT -> {}
        }
    }

    @Override
    public void onStop() {
        loop.check();
        switch (phase) {
            case IDLE, HEAD -> channel.close();
            case BODY, RUNNING, WRITING, LEFT -> {}
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (phase != Phase.RUNNING || isEndpoint) {
            release();
        }
        end();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean isReading = phase == Phase.IDLE || phase == Phase.HEAD || phase == Phase.BODY;
        if (cause instanceof IOException || cause.getCause() instanceof SSLException) {
            log.debug("{} has left", link.peer(), cause);
            channel.close();
        } else if (cause instanceof DecoderException && isReading) {
            giveUp(Http1Request.malformed(cause.getCause() == null ? cause : cause.getCause()));
        } else if (exchange != null && !exchange.isAnswered()) {
            log.error("the endpoint of {} failed", exchange.request().path(), cause);
            giveUp(Problem.of(500, "Internal Server Error", "the server failed"));
        } else {
            log.error("a connection of {} failed in {}", link.peer(), phase, cause);
            channel.close();
        }
    }
}
