package dev.herald.transport.sse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An event stream as a client reads it. */
final class EventStream implements AutoCloseable {
    private final HttpResponse<InputStream> response;
    private final BufferedReader in;

    EventStream(HttpResponse<InputStream> response) {
        this.response = response;
        this.in = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    HttpResponse<InputStream> response() {
        return response;
    }

    /** The lines up to the next empty one; fewer when the stream ends. */
    List<String> block() throws IOException {
        return block(in);
    }

    static List<String> block(BufferedReader in) throws IOException {
        List<String> lines = new ArrayList<>();
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
            lines.add(line);
            line = in.readLine();
        }
        return lines;
    }

    boolean isEnded() throws IOException {
        return in.readLine() == null;
    }

    /** Reads the greeting, and answers with the connection's id. */
    String greeted() throws IOException {
        block();
        String greeting = block().getLast();
        int at = greeting.indexOf("\"connection_id\":\"") + 17;
        return greeting.substring(at, at + 36);
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }
}
