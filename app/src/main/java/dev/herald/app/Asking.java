package dev.herald.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.herald.client.Answer;
import dev.herald.client.HeraldClient;
import dev.herald.client.ServerException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks a server for its state, or for a change; what it refuses ends the command with its reason. */
final class Asking implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FAULTS_MAX = 10;
    private static final String V1 = "/api/v1";

    private final HeraldClient client;
    private final boolean hasToken;

    Asking(ServerOption server, Patience patience) {
        client = new HeraldClient(server.settings(), patience);
        hasToken = server.hasToken();
    }

    HeraldClient client() {
        return client;
    }

    JsonNode see(String path) throws InterruptedException {
        return json(raw("GET", path, null, new byte[0]));
    }

    JsonNode change(String method, String path, Map<String, ?> body) throws InterruptedException {
        try {
            return json(raw(method, path, "application/json", JSON.writeValueAsBytes(body)));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts and lists can be written", impossible);
        }
    }

    Answer raw(String method, String path, @Nullable String contentType, byte[] body) throws InterruptedException {
        Answer answer = tried(method, path, contentType, body);
        if (!answer.isOk()) {
            throw failure(answer);
        }
        return answer;
    }

    /** The same, refused or not. */
    Answer tried(String method, String path, @Nullable String contentType, byte[] body) throws InterruptedException {
        try {
            return client.ask(method, V1 + path, contentType, body);
        } catch (ServerException away) {
            throw ServerOption.ended("", away);
        }
    }

    private CommandFailure failure(Answer answer) {
        String what = TokenAdvice.refused(answer.status(), Line.plain(answer.problem()), hasToken);
        List<String> lines = new ArrayList<>(List.of(Called.current().in("refused: " + what)));
        if (answer.status() == 422 && answer.text().startsWith("{")) {
            JsonNode faults = json(answer).path("errors");
            for (JsonNode fault : faults) {
                // A single one stands in the line above.
                if (faults.size() > 1 && lines.size() <= FAULTS_MAX) {
                    lines.add("  " + fault(fault));
                }
            }
        }
        return CommandFailure.failed(String.join("\n", lines));
    }

    static String fault(JsonNode fault) {
        String row = fault.has("row") ? "row " + fault.path("row").asInt() + ": " : "";
        String pointer = fault.path("pointer").asText();
        return Line.plain(row
                + (pointer.isEmpty() ? "" : pointer + " ")
                + fault.path("detail").asText());
    }

    static JsonNode json(Answer answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException broken) {
            throw CommandFailure.failed("the server answered with something that is no JSON: is it a Herald server?");
        }
    }

    /** A text as a part of a path or query. */
    static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        client.close();
    }
}
