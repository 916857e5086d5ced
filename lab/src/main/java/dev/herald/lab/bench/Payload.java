package dev.herald.lab.bench;

import java.nio.charset.StandardCharsets;

/** The events that the measurements publish: as many bytes on the wire from Herald as from the baseline. */
final class Payload {
    static final String PROJECT = "bench";
    /** What the canonical envelope of this type, project and source adds to the text in {@code data.text}. */
    private static final int ENVELOPE_BYTES = 237;

    private Payload() {}

    /** Lines for a publish request, each an event with a text of so many bytes. */
    static byte[] lines(Target target, int events, int textBytes) {
        String line = target.isHerald()
                ? "{\"type\":\"custom.bench\",\"project_id\":\"" + PROJECT + "\",\"data\":{\"text\":\""
                        + "x".repeat(textBytes) + "\"}}\n"
                : "y".repeat(textBytes + ENVELOPE_BYTES) + "\n";
        return line.repeat(events).getBytes(StandardCharsets.US_ASCII);
    }

    static String subscribe(Target target) {
        return target.isHerald() ? "{\"type\":\"subscribe\",\"project_id\":\"" + PROJECT + "\"}" : "";
    }
}
