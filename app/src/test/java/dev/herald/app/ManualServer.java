package dev.herald.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The publishing door of a server, which a test can shut: keeps each event under its idempotency key, refuses what
 * contains {@code "bad"}, and answers with a status or not at all when it is told to.
 */
final class ManualServer implements AutoCloseable {
    private static final Pattern KEY = Pattern.compile("\"idempotency_key\":\"([^\"]*)\"");

    /** What it does with the next request. */
    enum Mood {
        WILLING,
        /** 503, and nothing is kept. */
        AWAY,
        /** 404, and nothing is kept: something that is no Herald. */
        ANOTHER,
        /** All is kept, and the connection ends without an answer. */
        SILENT
    }

    private final HttpServer http;
    private final Map<String, String> kept = new LinkedHashMap<>();
    private final List<Mood> moods = new ArrayList<>();
    private int requests;

    ManualServer() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/api/v1/events", this::onRequest);
        http.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** Its moods for the requests to come; willing after that. */
    synchronized void behave(Mood... next) {
        moods.addAll(List.of(next));
    }

    /** The events kept, in order, as they were sent. */
    synchronized List<String> kept() {
        return List.copyOf(kept.values());
    }

    synchronized List<String> keys() {
        return List.copyOf(kept.keySet());
    }

    synchronized int requests() {
        return requests;
    }

    private synchronized void onRequest(HttpExchange exchange) throws IOException {
        requests++;
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean isLines = exchange.getRequestHeaders().getFirst("Content-Type").contains("ndjson");
        switch (moods.isEmpty() ? Mood.WILLING : moods.removeFirst()) {
            case WILLING -> {
                if (isLines) {
                    answerLines(exchange, body.lines().toList());
                } else {
                    answerOne(exchange, body);
                }
            }
            case AWAY -> answer(exchange, 503, problem("the log cannot accept"));
            case ANOTHER -> answer(exchange, 404, problem("no such page"));
            case SILENT -> {
                body.lines().forEach(this::keep);
                exchange.close();
            }
        }
    }

    private void answerLines(HttpExchange exchange, List<String> lines) throws IOException {
        List<String> ids = lines.stream().map(this::keep).toList();
        List<String> errors = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            if (ids.get(i).equals("null")) {
                errors.add("{\"index\":" + i + ",\"pointer\":\"/data\",\"detail\":\"is bad\"}");
            }
        }
        boolean isNothingKept = errors.size() == ids.size();
        int status = errors.isEmpty() ? 200 : isNothingKept ? 422 : 207;
        answer(
                exchange,
                status,
                "{\"accepted\":" + (ids.size() - errors.size()) + ",\"event_ids\":["
                        + ids.stream().collect(Collectors.joining(",")) + "],\"errors\":[" + String.join(",", errors)
                        + "]}");
    }

    private void answerOne(HttpExchange exchange, String body) throws IOException {
        String id = keep(body);
        if (id.equals("null")) {
            answer(exchange, 422, problem("the event is invalid"));
        } else {
            answer(exchange, 201, "{\"event_id\":" + id + "}");
        }
    }

    private String keep(String line) {
        if (line.contains("\"bad\"")) {
            return "null";
        }
        Matcher key = KEY.matcher(line);
        if (!key.find()) {
            throw new AssertionError("without a key: " + line);
        }
        kept.putIfAbsent(key.group(1), line);
        return "\"1-" + new ArrayList<>(kept.keySet()).indexOf(key.group(1)) + "\"";
    }

    private static String problem(String detail) {
        return "{\"title\":\"refused\",\"detail\":\"" + detail + "\"}";
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
