package dev.herald.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ProtocolServerTest {
    private static final String PLACES = "{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}";
    private final HttpClient http = HttpClient.newHttpClient();
    private ProtocolServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ProtocolServer("127.0.0.1", 0, 3);
    }

    @AfterEach
    void stop() {
        server.close();
        http.shutdownNow();
    }

    @Test
    void engineMessagesComeBackByPollingAsTheyAre() throws Exception {
        HttpResponse<String> open = get("/engine.io/?EIO=4&transport=polling");
        assertThat(open.body())
                .startsWith("0{\"sid\":\"")
                .endsWith(",\"upgrades\":[\"websocket\"],\"pingInterval\":300,\"pingTimeout\":200,"
                        + "\"maxPayload\":1000000}");
        assertThat(open.headers().firstValue("content-type")).hasValue("text/plain; charset=UTF-8");
        String mine = "/engine.io/?EIO=4&transport=polling&sid="
                + open.body().substring(9, open.body().indexOf('"', 9));
        HttpRequest post = request(mine)
                .POST(BodyPublishers.ofString("4hello\u001ebAQIDBA==\u001e4é"))
                .build();
        assertThat(http.send(post, BodyHandlers.ofString()).body()).isEqualTo("ok");
        // The first ping is due after 300 ms, and may be there already.
        assertThat(get(mine).body()).matches("4hello\u001ebAQIDBA==\u001e4é(\u001e2)?");
        assertThat(get("/engine.io?EIO=4&transport=polling").statusCode()).isEqualTo(200);
        assertThat(get("/engine.io/?EIO=4&transport=polling&sid=nobody").statusCode())
                .isEqualTo(400);
    }

    @Test
    void everyOriginMayAsk() throws Exception {
        HttpRequest foreign = request("/engine.io/?EIO=4&transport=polling")
                .header("Origin", "https://elsewhere.example")
                .build();
        assertThat(http.send(foreign, BodyHandlers.ofString()).headers().firstValue("access-control-allow-origin"))
                .hasValue("*");
    }

    @Test
    void engineMessagesComeBackByWebSocketAsTheyAre() throws Exception {
        Listening listening = new Listening();
        WebSocket socket = open("/engine.io/?EIO=4&transport=websocket", listening);
        assertThat(listening.next()).contains("\"upgrades\":[]");
        socket.sendText("4hello", true).get();
        assertThat(listening.next()).isEqualTo("4hello");
        socket.sendBinary(ByteBuffer.wrap(new byte[] {1, 2}), true).get();
        assertThat(listening.next()).isEqualTo("binary 0102");
        assertThat(listening.next()).as("a ping, and no pong from us").isEqualTo("2");
        assertThat(listening.next()).startsWith("closed");
    }

    @Test
    void namespacesSayWhatTheyWereConnectedWithAndEcho() throws Exception {
        for (String namespace : new String[] {"", "/custom,"}) {
            Listening listening = new Listening();
            WebSocket socket = open("/socket.io/?EIO=4&transport=websocket", listening);
            assertThat(listening.next()).startsWith("0{");
            socket.sendText("40" + namespace + "{\"token\":\"123\"}", true).get();
            assertThat(listening.next()).matches("40" + namespace + "\\{\"sid\":\"[0-9a-f-]{36}\"}");
            assertThat(listening.next()).isEqualTo("42" + namespace + "[\"auth\",{\"token\":\"123\"}]");
            socket.sendText("42" + namespace + "[\"message\",1,\"2\",{\"3\":[true]}]", true)
                    .get();
            assertThat(listening.next()).isEqualTo("42" + namespace + "[\"message-back\",1,\"2\",{\"3\":[true]}]");
            socket.sendText("42" + namespace + "456[\"message-with-ack\",1,\"2\",{\"3\":[false]}]", true)
                    .get();
            assertThat(listening.next()).isEqualTo("43" + namespace + "456[1,\"2\",{\"3\":[false]}]");
            socket.sendText("452-" + namespace + "7[\"message-with-ack\"," + PLACES + "]", true)
                    .get();
            socket.sendBinary(ByteBuffer.wrap(new byte[] {1}), true).get();
            socket.sendBinary(ByteBuffer.wrap(new byte[] {2}), true).get();
            assertThat(listening.next()).isEqualTo("462-" + namespace + "7[" + PLACES + "]");
            assertThat(listening.next()).isEqualTo("binary 01");
            assertThat(listening.next()).isEqualTo("binary 02");
            socket.abort();
        }
    }

    @Test
    void whatIsSentAtOnceIsAnsweredAfterAuth() throws Exception {
        Listening listening = new Listening();
        WebSocket socket = open("/socket.io/?EIO=4&transport=websocket", listening);
        listening.next();
        socket.sendText("40", true).get();
        socket.sendText("42[\"message\"]", true).get();
        assertThat(listening.next()).startsWith("40{");
        assertThat(listening.next()).isEqualTo("42[\"auth\",{}]");
        assertThat(listening.next()).isEqualTo("42[\"message-back\"]");
    }

    @Test
    void largeMessagesComeBackAndTooLargeOnesClose() throws Exception {
        Listening listening = new Listening();
        WebSocket socket = open("/echo", listening);
        byte[] random = new byte[16 << 20];
        new Random(1).nextBytes(random);
        socket.sendBinary(ByteBuffer.wrap(random), true).get();
        assertThat(listening.next()).isEqualTo("binary " + HexFormat.of().formatHex(random));
        socket.sendText("é".repeat(1_000_000), true).get();
        assertThat(listening.next()).isEqualTo("é".repeat(1_000_000));
        socket.sendBinary(ByteBuffer.wrap(random), false).get();
        socket.sendBinary(ByteBuffer.wrap(new byte[1]), true).get();
        assertThat(listening.next()).isEqualTo("closed 1009");
    }

    private URI uri(String scheme, String target) {
        return URI.create(scheme + "://127.0.0.1:" + server.port() + target);
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(uri("http", target));
    }

    private HttpResponse<String> get(String target) throws Exception {
        return http.send(request(target).build(), BodyHandlers.ofString());
    }

    private WebSocket open(String target, Listening listening) throws Exception {
        return http.newWebSocketBuilder()
                .buildAsync(uri("ws", target), listening)
                .get(20, TimeUnit.SECONDS);
    }

    /** Java's own client. */
    private static final class Listening implements WebSocket.Listener {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

        String next() throws InterruptedException {
            return String.valueOf(heard.poll(20, TimeUnit.SECONDS));
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean isLast) {
            text.append(part);
            if (isLast) {
                heard.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean isLast) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            binary.writeBytes(bytes);
            if (isLast) {
                heard.add("binary " + HexFormat.of().formatHex(binary.toByteArray()));
                binary.reset();
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.add("closed " + code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            heard.add("failed " + error);
        }
    }
}
