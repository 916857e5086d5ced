package dev.herald.net;

/** How the body of a stream is written to the channel. */
public enum Framing {
    /** {@code ByteBuf}s that hold whole chunks (RFC 9112, section 7.1). */
    CHUNKED,
    /** {@code ByteBuf}s as they are; the end of the connection is the end of the body (HTTP/1.0). */
    UNTIL_CLOSE,
    /** {@code DefaultHttp2DataFrame}s, under the stream's flow control (RFC 9113, section 6.1). */
    HTTP2_DATA
}
