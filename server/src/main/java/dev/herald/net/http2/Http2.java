package dev.herald.net.http2;

import dev.herald.net.Link;
import dev.herald.net.Site;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ServerUpgradeCodec;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.AsciiString;
import java.util.Locale;

/**
 * The handlers of an HTTP/2 connection (RFC 9113), and how a connection becomes one. Runs on the channel's loop.
 *
 * <p>Netty's codec bounds what a hostile client can do: resets a window of time, whoever sends them; empty frames, small
 * continuations, queued control frames. Here its limits of streams and header bytes are set; {@link FrameMeter} stands
 * before it.
 */
public final class Http2 {
    /** Requests and streams that a client may have open on one connection. */
    static final int STREAMS_MAX = 128;

    private static final int WINDOW_BYTES = 256 << 10;
    private static final int RESETS_MAX = 200;
    private static final int RESETS_WINDOW_SECONDS = 10;
    private static final int CONTINUATIONS_MAX = 16;

    /**
     * How many times what a head may have is read of it, so that one which is too large is answered 431 on its stream;
     * above that the codec ends the connection, for its tables would not be right any more.
     */
    private static final int HEADERS_READ = 4;

    private Http2() {}

    /** For a channel whose next bytes are the client's preface. */
    public static void begin(Link link) {
        Http2FrameCodec codec = codec(link.site());
        Http2Watch watch = new Http2Watch(link, codec);
        link.channel().pipeline().addLast(meter(link, watch), codec, multiplexer(link), watch);
    }

    /** Whether the request asks for h2c (RFC 7540, section 3.2) in a way that can be followed. */
    public static boolean isUpgrade(HttpRequest request) {
        String upgrade = request.headers().get(HttpHeaderNames.UPGRADE);
        String connection = String.join(",", request.headers().getAll(HttpHeaderNames.CONNECTION))
                .toLowerCase(Locale.ROOT);
        return "h2c".equalsIgnoreCase(upgrade)
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && connection.contains("upgrade")
                && connection.contains("http2-settings")
                && request.headers()
                                .getAll(Http2CodecUtil.HTTP_UPGRADE_SETTINGS_HEADER)
                                .size()
                        == 1;
    }

    /**
     * Answers 101 and goes on in HTTP/2; the request becomes its first stream.
     *
     * @param leave takes the handler of HTTP/1.1 out
     * @param decoder of HTTP/1.1, paused; it is taken out when the upgrade is done
     * @return false where the client's settings are malformed; then nothing has been done
     */
    public static boolean upgrade(Link link, HttpRequest request, Runnable leave, ChannelHandler decoder) {
        ChannelPipeline pipeline = link.channel().pipeline();
        Http2FrameCodec codec = codec(link.site());
        Http2Watch watch = new Http2Watch(link, codec);
        Http2ServerUpgradeCodec target = new Http2ServerUpgradeCodec(codec, multiplexer(link), watch);
        FullHttpRequest full = new DefaultFullHttpRequest(
                request.protocolVersion(),
                request.method(),
                request.uri(),
                Unpooled.EMPTY_BUFFER,
                request.headers(),
                EmptyHttpHeaders.INSTANCE);
        if (!target.prepareUpgradeResponse(pipeline.context(decoder), full, new DefaultHttpHeaders())) {
            return false;
        }
        leave.run();
        HttpResponseEncoder encoder = new HttpResponseEncoder();
        HttpServerUpgradeHandler upgrader = new HttpServerUpgradeHandler(
                ctx -> {
                    pipeline.remove(encoder);
                    pipeline.remove(decoder);
                },
                protocol -> AsciiString.contentEqualsIgnoreCase(Http2CodecUtil.HTTP_UPGRADE_PROTOCOL_NAME, protocol)
                        ? target
                        : null);
        pipeline.addLast(encoder, meter(link, watch), upgrader);
        // In two parts, for the upgrader passes on what is already one.
        ChannelHandlerContext before = pipeline.context(encoder);
        before.fireChannelRead(request);
        before.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
        return true;
    }

    private static Http2MultiplexHandler multiplexer(Link link) {
        Streams streams = new Streams(link);
        return new Http2MultiplexHandler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel stream) {
                Http2Exchange exchange = new Http2Exchange(link, stream, streams);
                stream.closeFuture().addListener(closed -> exchange.onClosed());
                stream.pipeline().addLast(exchange);
            }
        });
    }

    private static FrameMeter meter(Link link, Http2Watch watch) {
        return new FrameMeter(link.site().clock(), watch::onFlood);
    }

    private static Http2FrameCodec codec(Site site) {
        Http2Settings settings = Http2Settings.defaultSettings()
                .maxConcurrentStreams(STREAMS_MAX)
                .initialWindowSize(WINDOW_BYTES)
                .maxHeaderListSize((long) site.limits().headerBytes() * HEADERS_READ);
        return Http2FrameCodecBuilder.forServer()
                .initialSettings(settings)
                .decoderEnforceMaxRstFramesPerWindow(RESETS_MAX, RESETS_WINDOW_SECONDS)
                .encoderEnforceMaxRstFramesPerWindow(RESETS_MAX, RESETS_WINDOW_SECONDS)
                .decoderEnforceMaxSmallContinuationFrames(CONTINUATIONS_MAX)
                .gracefulShutdownTimeoutMillis(site.limits().stop().toMillis())
                .build();
    }
}
