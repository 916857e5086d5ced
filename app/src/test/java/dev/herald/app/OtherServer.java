package dev.herald.app;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Something that says one line to whoever connects, whatever they speak. */
final class OtherServer implements AutoCloseable {
    private final ServerSocket socket;
    private final String line;

    OtherServer(String line) throws IOException {
        this.socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        this.line = line;
        Thread.startVirtualThread(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket one = socket.accept();
                Thread.startVirtualThread(() -> speak(one));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void speak(Socket one) {
        try (one) {
            one.getOutputStream().write((line + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            one.getOutputStream().flush();
            one.shutdownOutput();
            one.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException gone) {
            // It did not want to hear it.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
