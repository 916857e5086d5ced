package dev.herald.net.http2;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client of HTTP/2 that sends exactly the frames that it is told. Reads fail after a bound. */
public final class RawHttp2 implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RESET = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;
    private static final int READ_MILLIS_MAX = 15_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    record Frame(int type, int flags, int stream, byte[] payload) {
        int number() {
            return payload[0] << 24 | (payload[1] & 0xFF) << 16 | (payload[2] & 0xFF) << 8 | payload[3] & 0xFF;
        }

        /** What a GOAWAY says. */
        int error() {
            return payload[7] & 0xFF;
        }

        String text() {
            return new String(payload, StandardCharsets.ISO_8859_1);
        }
    }

    /** @param windowBytes that each stream is given for its answer */
    public RawHttp2(int port, int windowBytes) throws IOException {
        socket.setReceiveBufferSize(16 << 10);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        socket.setSoTimeout(READ_MILLIS_MAX);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream window = new ByteArrayOutputStream();
        window.writeBytes(new byte[] {0, 4});
        window.writeBytes(number(windowBytes));
        send(frame(SETTINGS, 0, 0, window.toByteArray()));
    }

    RawHttp2 send(byte[]... frames) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            all.writeBytes(frame);
        }
        socket.getOutputStream().write(all.toByteArray());
        return this;
    }

    /** Asks without a body. @param more names and values in turn */
    public RawHttp2 get(int stream, String path, String... more) throws IOException {
        return send(frame(HEADERS, END_STREAM | END_HEADERS, stream, head("GET", path, more)));
    }

    /** The next frame that is none of the connection's. */
    Frame next() throws IOException {
        while (true) {
            Frame frame = any();
            if (frame.type != SETTINGS && frame.type != WINDOW_UPDATE && frame.type != PING) {
                return frame;
            }
        }
    }

    /** The next frame of this type. */
    Frame next(int type) throws IOException {
        while (true) {
            Frame frame = any();
            if (frame.type == GOAWAY && type != GOAWAY) {
                throw new IOException("the server ends the connection: " + frame.text());
            }
            if (frame.type == type) {
                return frame;
            }
        }
    }

    /** Waits until the server has nothing more of what has been sent to answer. */
    RawHttp2 settle() throws IOException {
        send(frame(PING, 0, 0, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
        while (true) {
            Frame frame = next(PING);
            if (frame.flags == ACK && frame.payload[7] == 8) {
                return this;
            }
        }
    }

    /** Whether the server ends the connection; what it sends until then is thrown away. */
    boolean isEnded() throws IOException {
        try {
            while (true) {
                any();
            }
        } catch (EOFException | SocketException ended) {
            return true;
        }
    }

    private Frame any() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new Frame(type, flags, stream, payload);
    }

    static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(new byte[] {
            (byte) (payload.length >> 16),
            (byte) (payload.length >> 8),
            (byte) payload.length,
            (byte) type,
            (byte) flags
        });
        frame.writeBytes(number(stream));
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    static byte[] number(int number) {
        return new byte[] {(byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number};
    }

    /** In the words of HPACK (RFC 7541), nothing of which the server is to remember. */
    static byte[] head(String method, String path, String... more) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        field(head, ":method", method);
        field(head, ":scheme", "http");
        field(head, ":path", path);
        field(head, ":authority", "localhost");
        for (int at = 0; at < more.length; at += 2) {
            field(head, more[at], more[at + 1]);
        }
        return head.toByteArray();
    }

    private static void field(ByteArrayOutputStream head, String name, String value) {
        head.write(0);
        text(head, name);
        text(head, value);
    }

    private static void text(ByteArrayOutputStream head, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < 127) {
            head.write(bytes.length);
        } else {
            head.write(127);
            int rest = bytes.length - 127;
            for (; rest >= 128; rest >>= 7) {
                head.write(rest & 0x7F | 0x80);
            }
            head.write(rest);
        }
        head.writeBytes(bytes);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
