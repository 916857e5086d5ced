package dev.herald.lab.guard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Speaks with one server on every transport. The test's thread. */
public final class Client implements AutoCloseable {
    private static final int SOCKET_MILLIS = 20_000;
    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)\\r\\nContent-Length: *([0-9]+)\\r\\n");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String authority;

    public Client(int port) {
        this.authority = "127.0.0.1:" + port;
    }

    String authority() {
        return authority;
    }

    /** Asks with a token, or without one where it is null. A body makes it a POST. */
    public HttpResponse<String> ask(String path, @Nullable String token, @Nullable String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path, token);
        if (body != null) {
            request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** Publishes as who may publish everything. */
    void publish(String project, String word) throws IOException, InterruptedException {
        String event =
                "{\"type\":\"custom.a\",\"project_id\":\"" + project + "\",\"data\":{\"word\":\"" + word + "\"}}";
        HttpResponse<String> answer = ask("/api/v1/events", Tokens.of("bot", dev.herald.access.Role.ADMIN, "*"), event);
        if (answer.statusCode() != 201) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
    }

    private HttpRequest.Builder request(String path, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + authority + path));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    /** What the server answers to these bytes: the head, and as much of the body as that names. */
    public String raw(String request) throws IOException {
        int colon = authority.indexOf(':');
        try (Socket socket =
                new Socket(authority.substring(0, colon), Integer.parseInt(authority.substring(colon + 1)))) {
            socket.setSoTimeout(SOCKET_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                answer.write(b);
                String text = answer.toString(StandardCharsets.ISO_8859_1);
                int end = text.indexOf("\r\n\r\n");
                Matcher length = CONTENT_LENGTH.matcher(text);
                if (end >= 0 && length.find() && answer.size() >= end + 4 + Integer.parseInt(length.group(1))) {
                    break;
                }
            }
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    /** An open WebSocket, which may be closed by the server at once. */
    public Socketed webSocket(String path) {
        Socketed made = new Socketed();
        made.socket = http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://" + authority + path), made)
                .join();
        return made;
    }

    /** An event stream; its status is the answer's. */
    public Streamed stream(String query, @Nullable String token) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> answer =
                http.send(request("/api/v1/sse/events" + query, token).build(), BodyHandlers.ofLines());
        return new Streamed(answer);
    }

    /** A Socket.IO session by polling. */
    public Polled poll(@Nullable String token) throws IOException, InterruptedException {
        return new Polled(this, token);
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }

    /** One WebSocket. */
    public static final class Socketed implements WebSocket.Listener {
        final Talk talk = new Talk();
        private final StringBuilder part = new StringBuilder();
        private volatile int code;
        private @Nullable WebSocket socket;

        public Socketed say(String message) {
            Optional.ofNullable(socket).orElseThrow().sendText(message, true).join();
            return this;
        }

        /** Waits for a message with that in it. */
        public Socketed hears(String words) throws InterruptedException {
            talk.await(words);
            return this;
        }

        /** The code with which the server closed. */
        public int code() throws InterruptedException {
            talk.awaitEnd();
            return code;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean isLast) {
            part.append(text);
            if (isLast) {
                talk.hear(part.toString());
                part.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
            code = statusCode;
            talk.end();
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            talk.end();
        }
    }

    /** One stream. */
    public static final class Streamed implements AutoCloseable {
        final Talk talk = new Talk();
        final HttpResponse<Stream<String>> answer;
        private final Thread reader;

        private Streamed(HttpResponse<Stream<String>> answer) {
            this.answer = answer;
            reader = Thread.ofVirtual().start(() -> {
                try (Stream<String> lines = answer.body()) {
                    lines.filter(line -> line.startsWith("data:")).forEach(talk::hear);
                } catch (java.io.UncheckedIOException closed) {
                    talk.hear("closed: " + closed.getMessage());
                } finally {
                    talk.end();
                }
            });
        }

        /** The id that the server gave it. */
        String id() throws InterruptedException {
            return word(talk.await("connection_established"), "connection_id");
        }

        @Override
        public void close() {
            reader.interrupt();
            answer.body().close();
        }
    }

    /** A text field of a JSON object, as it stands. */
    static String word(String json, String field) {
        String start = "\"" + field + "\":\"";
        int at = json.indexOf(start);
        if (at < 0) {
            throw new AssertionError("no " + field + " in " + json);
        }
        return json.substring(at + start.length(), json.indexOf('"', at + start.length()));
    }
}
