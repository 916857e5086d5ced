package dev.herald.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What may stand between a client and its server: passes bytes on, and on demand refuses WebSocket, freezes or cuts its
 * connections. Any thread; each connection has two threads of its own.
 */
public final class ManualProxy implements AutoCloseable {
    private static final int HEAD_BYTES_MAX = 16 * 1024;

    private final ServerSocket listening;
    private final int serverPort;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile boolean refusesUpgrades;
    private volatile int frozenUpTo;

    public ManualProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    public void refuseUpgrades() {
        refusesUpgrades = true;
    }

    /** The connections there are stay open, but nothing comes through any more. */
    public void freeze() {
        frozenUpTo = accepted.get();
    }

    public void cut() {
        open.forEach(ManualProxy::closeQuietly);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                int number = accepted.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(client, number));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client, int number) {
        open.add(client);
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
            open.add(server);
            byte[] head = readHead(client.getInputStream());
            String text = new String(head, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
            if (refusesUpgrades && text.contains("upgrade: websocket")) {
                client.getOutputStream()
                        .write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                return;
            }
            server.getOutputStream().write(head);
            Thread answers = Thread.ofVirtual().start(() -> pass(server, client, number));
            pass(client, server, number);
            answers.join();
        } catch (IOException | InterruptedException over) {
            cut(client);
        } finally {
            open.remove(client);
        }
    }

    private static byte[] readHead(InputStream in) throws IOException {
        byte[] head = new byte[HEAD_BYTES_MAX];
        int size = 0;
        while (size < head.length) {
            int more = in.read(head, size, head.length - size);
            if (more < 0) {
                throw new IOException("no request");
            }
            size += more;
            if (new String(head, 0, size, StandardCharsets.ISO_8859_1).contains("\r\n\r\n")) {
                return Arrays.copyOf(head, size);
            }
        }
        throw new IOException("the head is too long");
    }

    private void pass(Socket from, Socket to, int number) {
        byte[] buffer = new byte[8 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int size = in.read(buffer); size >= 0; size = in.read(buffer)) {
                if (number > frozenUpTo) {
                    out.write(buffer, 0, size);
                }
            }
        } catch (IOException over) {
            cut(from);
        } finally {
            cut(to);
        }
    }

    private void cut(Socket socket) {
        closeQuietly(socket);
        open.remove(socket);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }
}
