package dev.herald.lab.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.access.Role;
import dev.herald.lab.Certificate;
import dev.herald.lab.ManualProxy;
import dev.herald.lab.RunningServer;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.socket.engineio.client.transports.Polling;
import io.socket.engineio.client.transports.WebSocket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java client of Socket.IO, {@code io.socket:socket.io-client}, as it comes from Maven Central. */
@Timeout(60)
class SocketIoJavaTest {
    private static final long WAIT_SECONDS_MAX = 30;
    private static final int EVENTS = 3_000;

    @TempDir
    private Path temporary;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Socket> open = new ArrayList<>();

    @AfterEach
    void disconnect() {
        open.forEach(Socket::disconnect);
        http.close();
    }

    private Socket socket(URI address, IO.Options options, @Nullable String token) {
        options.forceNew = true;
        options.reconnectionDelay = 20;
        options.auth = token == null ? Map.of() : Map.of("token", token);
        Socket socket = IO.socket(address, options);
        open.add(socket);
        return socket;
    }

    private static IO.Options by(String transports) {
        IO.Options options = new IO.Options();
        options.transports = switch (transports) {
            case "polling" -> new String[] {Polling.NAME};
            case "websocket" -> new String[] {WebSocket.NAME};
            default -> new String[] {Polling.NAME, WebSocket.NAME};
        };
        return options;
    }

    private static BlockingQueue<Object> heard(Socket socket, String event) {
        BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
        socket.on(event, arguments -> heard.add(arguments.length == 0 ? event : arguments[0]));
        return heard;
    }

    private static Object next(BlockingQueue<Object> heard) throws InterruptedException {
        Object next = heard.poll(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
        assertThat(next).as("something in time").isNotNull();
        return next;
    }

    private static JSONObject ask(Socket socket, String name, Map<String, ?> body) throws InterruptedException {
        BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
        socket.emit(name, new Object[] {new JSONObject(body)}, (Ack) arguments -> answers.add(arguments[0]));
        return (JSONObject) next(answers);
    }

    private void publish(URI server, String project, int from, int count) throws IOException, InterruptedException {
        String lines = String.join(
                "\n",
                IntStream.range(from, from + count)
                        .mapToObj(step -> "{\"type\":\"custom.step\",\"project_id\":\"" + project
                                + "\",\"data\":{\"step\":" + step + "}}")
                        .toList());
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/api/v1/events"))
                .header("Content-Type", "application/x-ndjson")
                .header("Authorization", "Bearer " + RunningServer.token("publisher", Role.PUBLISHER, "*"))
                .POST(HttpRequest.BodyPublishers.ofString(lines))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static void assertHeard(BlockingQueue<Object> heard, int from, int to) throws Exception {
        for (int step = from; step < to; step++) {
            JSONObject event = (JSONObject) next(heard);
            assertThat(event.getJSONObject("data").getInt("step")).isEqualTo(step);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void anIdThatTheLogHasNotReachedIsToldAsAGapAndTheRoomIsHeard(String transports) throws Exception {
        try (RunningServer server = RunningServer.guarded(temporary, Map.of())) {
            Socket socket =
                    socket(server.uri("http", "/ws"), by(transports), RunningServer.token("ann", Role.VIEWER, "shop"));
            BlockingQueue<Object> established = heard(socket, "connection_established");
            BlockingQueue<Object> steps = heard(socket, "custom.step");
            BlockingQueue<Object> gaps = heard(socket, "gap");
            socket.connect();
            next(established);
            publish(server.uri("http", ""), "shop", 0, 3);
            String ahead = (System.currentTimeMillis() + 600_000) + "-0";
            JSONObject joined = ask(socket, "subscribe", Map.of("room", "project:shop", "last_event_id", ahead));
            assertThat(joined.getString("status")).isEqualTo("success");
            assertThat(joined.getBoolean("recovered")).isFalse();
            assertThat(((JSONObject) next(gaps)).toString()).contains(ahead);
            publish(server.uri("http", ""), "shop", 3, 5);
            assertHeard(steps, 3, 8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "upgrade"})
    void hearsEverythingOnceAndInOrderAlsoAfterTheNetworkWasAway(String transports) throws Exception {
        try (RunningServer server = RunningServer.guarded(temporary, Map.of());
                ManualProxy network = new ManualProxy(server.port())) {
            String token = RunningServer.token("ann", Role.VIEWER, "shop");
            Socket socket = socket(network.address().resolve("/ws"), by(transports), token);
            BlockingQueue<Object> established = heard(socket, "connection_established");
            BlockingQueue<Object> steps = new LinkedBlockingQueue<>();
            String[] last = {null};
            socket.on("custom.step", arguments -> {
                last[0] = ((JSONObject) arguments[0]).optString("event_id");
                steps.add(arguments[0]);
            });
            BlockingQueue<Object> lost = heard(socket, Socket.EVENT_DISCONNECT);
            socket.connect();
            JSONObject first = (JSONObject) next(established);
            assertThat(first.getJSONObject("data").getString("user_id")).isEqualTo("ann");
            assertThat(ask(socket, "subscribe", Map.of("room", "project:shop")).getString("status"))
                    .isEqualTo("success");
            publish(server.uri("http", ""), "shop", 0, EVENTS);
            assertHeard(steps, 0, EVENTS);

            // It does not know of recovery, and asks for what it missed.
            while (lost.poll(10, TimeUnit.MILLISECONDS) == null) {
                // By polling a cut between two requests is not felt.
                network.cut();
            }
            publish(server.uri("http", ""), "shop", EVENTS, 100);
            next(established);
            Map<String, ?> resume = Map.of("room", "project:shop", "last_event_id", last[0]);
            assertThat(ask(socket, "subscribe", resume).getString("status")).isEqualTo("success");
            publish(server.uri("http", ""), "shop", EVENTS + 100, 100);
            assertHeard(steps, EVENTS, EVENTS + 200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void isToldWhyItIsRefused(String transports) throws Exception {
        try (RunningServer server = RunningServer.guarded(temporary, Map.of())) {
            Socket stranger = socket(server.uri("http", "/ws"), by(transports), "no.such.token");
            BlockingQueue<Object> refusals = heard(stranger, Socket.EVENT_CONNECT_ERROR);
            stranger.connect();
            JSONObject refusal = (JSONObject) next(refusals);
            assertThat(refusal.getJSONObject("data").getString("code")).isEqualTo("AUTH_FAILED");

            Socket nowhere = socket(server.uri("http", "/nothing"), by(transports), null);
            BlockingQueue<Object> unknown = heard(nowhere, Socket.EVENT_CONNECT_ERROR);
            nowhere.connect();
            assertThat(((JSONObject) next(unknown)).getString("message")).isEqualTo("Invalid namespace");

            String token = RunningServer.token("ann", Role.VIEWER, "shop");
            Socket socket = socket(server.uri("http", ""), by(transports), token);
            BlockingQueue<Object> connected = heard(socket, Socket.EVENT_CONNECT);
            socket.connect();
            next(connected);
            assertThat(ask(socket, "subscribe", Map.of("room", "project:site")).getString("code"))
                    .isEqualTo("ROOM_ACCESS_DENIED");
            BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
            socket.emit("subscribe", new Object[] {new byte[] {1, 2, 3}}, (Ack) arguments -> answers.add(arguments[0]));
            assertThat(((JSONObject) next(answers)).getString("status")).isEqualTo("error");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "upgrade"})
    void connectsOverTls(String transports) throws Exception {
        Certificate certificate = Certificate.make(temporary.resolve("keys"));
        try (RunningServer server = RunningServer.guarded(temporary.resolve("data"), certificate.settings())) {
            OkHttpClient client = trusting(certificate);
            IO.Options options = by(transports);
            options.callFactory = client;
            options.webSocketFactory = client;
            String token = RunningServer.token("ann", Role.VIEWER, "shop");
            Socket socket = socket(server.uri("https", "/ws"), options, token);
            BlockingQueue<Object> connected = heard(socket, Socket.EVENT_CONNECT);
            socket.connect();
            next(connected);
            assertThat(ask(socket, "ping", Map.of()).getString("status")).isEqualTo("pong");
            client.dispatcher().executorService().shutdown();
        }
    }

    private static OkHttpClient trusting(Certificate certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (var in = Files.newInputStream(certificate.chain())) {
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return new OkHttpClient.Builder()
                .sslSocketFactory(context.getSocketFactory(), (X509TrustManager) trust.getTrustManagers()[0])
                .build();
    }
}
