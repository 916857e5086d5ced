package dev.herald.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One client stops reading while far more is published than all buffers on the way and the ring hold, and reads on. */
class SlowClientTest {
    private static final int REQUESTS = 40;
    private static final int EVENTS = 1_000;
    private static final Pattern ID = Pattern.compile("\"([0-9]+-[0-9]+)\"");

    @TempDir
    private Path data;

    @Test
    void whoStopsReadingSlowsNobodyAndThenGetsEverythingOnceAndInOrder() throws Exception {
        Map<String, List<String>> smallRing = Map.of("ring-events", List.of("1024"), "ring-bytes", List.of("1 MiB"));
        try (RunningServer server = RunningServer.start(data, smallRing);
                Subscriber slow = new Subscriber(server.port());
                Subscriber other = new Subscriber(server.port())) {
            List<String> published = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                List<String> ids = publish(server);
                published.addAll(ids);
                // It has each request's events before the next one is sent, while the slow one takes nothing.
                assertThat(other.ids(EVENTS)).isEqualTo(ids);
            }
            assertThat(slow.ids(published.size())).isEqualTo(published);

            List<String> live = publish(server);
            assertThat(slow.ids(EVENTS)).isEqualTo(live);
            assertThat(other.ids(EVENTS)).isEqualTo(live);
        }
    }

    private static List<String> publish(RunningServer server) throws IOException, InterruptedException {
        String line =
                "{\"type\":\"custom.load\",\"project_id\":\"load\",\"data\":{\"text\":\"" + "x".repeat(200) + "\"}}\n";
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("http", "/api/v1/events"))
                    .header("Content-Type", "application/x-ndjson")
                    .POST(HttpRequest.BodyPublishers.ofString(line.repeat(EVENTS)))
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return ids(answer.body()).subList(0, EVENTS);
        }
    }

    private static List<String> ids(String text) {
        Matcher matcher = ID.matcher(text);
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    /** A bare socket that has subscribed to everything and reads only when it is asked to. */
    private static final class Subscriber implements AutoCloseable {
        private static final int READ_MILLIS_MAX = 30_000;

        private final Socket socket = new Socket();
        private final DataInputStream in;

        Subscriber(int port) throws IOException {
            socket.setReceiveBufferSize(16 * 1024);
            socket.setSoTimeout(READ_MILLIS_MAX);
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 8 * 1024));
            write(("GET /ws HTTP/1.1\r\nHost: 127.0.0.1:" + port
                            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            int last = 0;
            while (last != 0x0d0a0d0a) {
                last = last << 8 | in.readUnsignedByte();
            }
            byte[] subscribe = "{\"type\":\"subscribe\"}".getBytes(StandardCharsets.US_ASCII);
            ByteBuffer frame = ByteBuffer.allocate(6 + subscribe.length)
                    .put((byte) 0x81)
                    .put((byte) (0x80 | subscribe.length))
                    .putInt(0)
                    .put(subscribe);
            write(frame.array());
            String message = message();
            while (!message.contains("subscription_confirmed")) {
                message = message();
            }
        }

        /** The ids of the next events. */
        List<String> ids(int count) throws IOException {
            List<String> ids = new ArrayList<>(count);
            while (ids.size() < count) {
                String message = message();
                if (message.startsWith("{\"event_id\"")) {
                    ids.add(message.substring(13, message.indexOf('"', 13)));
                }
            }
            return ids;
        }

        private String message() throws IOException {
            in.readUnsignedByte();
            int length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = Math.toIntExact(in.readLong());
            }
            return new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }

        private void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
