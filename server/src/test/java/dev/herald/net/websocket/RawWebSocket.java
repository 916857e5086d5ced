package dev.herald.net.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;

/** A client on a bare socket, which may do what clients must not. Reads fail after a bound. */
public final class RawWebSocket implements AutoCloseable {
    public static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final int READ_MILLIS_MAX = 20_000;
    private final Socket socket;
    private final InputStream in;
    private final ByteBuf received = Unpooled.buffer();
    private final ArrayDeque<ClientFrames.Frame> frames = new ArrayDeque<>();

    public RawWebSocket(int port) throws IOException {
        this(port, 0);
    }

    /** @param receiveBytes of the socket's buffer; 0 for the system's choice */
    public RawWebSocket(int port, int receiveBytes) throws IOException {
        socket = new Socket();
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.connect(new java.net.InetSocketAddress("127.0.0.1", port));
        socket.setSoTimeout(READ_MILLIS_MAX);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
    }

    /** Opened, and greeted. */
    public static RawWebSocket opened(int port, String... fields) throws IOException {
        return new RawWebSocket(port).open(fields);
    }

    public RawWebSocket open(String... fields) throws IOException {
        return openTo("/ws", fields);
    }

    /** The head of the answer to a good handshake with these fields more. */
    public String handshake(String... fields) throws IOException {
        return handshakeTo("/ws", fields);
    }

    public RawWebSocket openTo(String target, String... fields) throws IOException {
        String head = handshakeTo(target, fields);
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new IOException(head);
        }
        return this;
    }

    public String handshakeTo(String target, String... fields) throws IOException {
        StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + socket.getPort()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + KEY + "\r\n");
        for (String field : fields) {
            request.append(field).append("\r\n");
        }
        return request(request.append("\r\n").toString());
    }

    public String request(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("the server closed after " + head);
            }
            head.write(c);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    public RawWebSocket send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    public RawWebSocket say(String json) throws IOException {
        return send(ClientFrames.text(json));
    }

    /** The next frame. */
    public ClientFrames.Frame frame() throws IOException {
        byte[] chunk = new byte[64 * 1024];
        while (frames.isEmpty()) {
            int count = in.read(chunk);
            if (count < 0) {
                throw new IOException("the server closed");
            }
            received.writeBytes(chunk, 0, count);
            frames.addAll(ClientFrames.read(received));
            received.discardReadBytes();
        }
        return frames.remove();
    }

    public String text() throws IOException {
        return frame().text();
    }

    /** Whether the server has closed, when all that it sent is read. */
    public boolean isEnded() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    /** Leaves without a word. */
    public void cut() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
