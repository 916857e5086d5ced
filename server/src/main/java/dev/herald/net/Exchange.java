package dev.herald.net;

import dev.herald.http.Headers;
import dev.herald.http.Request;
import dev.herald.http.Response;
import io.netty.channel.Channel;
import java.util.function.Consumer;

/**
 * A request whose answer the endpoint writes. All methods run on {@link #loop()}; exactly one of {@code respond},
 * {@code upgrade} and {@code stream} may be called, once.
 */
public interface Exchange {
    /** The request, whole. */
    Request request();

    /** The loop that owns the connection. */
    NettyLoop loop();

    /** The connection, over HTTP/2 its stream. Closed when the client has left. */
    Channel channel();

    /** Whether the channel is an HTTP/2 stream, which cannot be upgraded. */
    boolean isHttp2();

    /** Answers as any route does; the connection stays with HTTP. */
    void respond(Response response);

    /**
     * Answers 101 with these fields (RFC 9110, section 7.8) and takes every HTTP handler out of the pipeline. The caller
     * adds its own handlers before it returns; bytes that came early reach them afterwards.
     *
     * @param more what the protocol wants, {@code Upgrade} included; {@code Connection: Upgrade} is added
     * @return the channel, nothing left in its pipeline but TLS
     * @throws IllegalStateException over HTTP/2 and HTTP/1.0
     */
    Channel upgrade(Headers more);

    /**
     * As {@code upgrade}, and the connection goes to another loop for good. Nothing is read on the way.
     *
     * @param to of the same server
     * @param arrived runs on {@code to}, adds its handlers to the channel before it returns; the channel is closed when
     *     the client left on the way
     * @throws IllegalStateException over HTTP/2 and HTTP/1.0
     */
    void upgrade(Headers more, NettyLoop to, Consumer<Channel> arrived);

    /**
     * Writes the head of an endless body and takes every HTTP handler out of the pipeline. What the client still sends
     * is thrown away. The caller writes the body to the channel in the framing that it is told, and ends it by closing
     * the channel (chunked: after the last chunk; HTTP/2: with END_STREAM).
     */
    Framing stream(Response head);
}
