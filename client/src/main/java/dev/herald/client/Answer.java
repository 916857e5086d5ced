package dev.herald.client;

import java.nio.charset.StandardCharsets;

/**
 * What a server answers to a request of the state.
 *
 * @param status of HTTP
 * @param body as it came
 * @param problem for people, where it is a refusal; empty otherwise
 */
public record Answer(int status, byte[] body, String problem) {
    public boolean isOk() {
        return status / 100 == 2;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
