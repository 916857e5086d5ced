package dev.herald.lab.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;

/** The events that the measurements publish: as many bytes on the wire from Herald as from the baseline. */
final class Payload {
    static final String PROJECT = "bench";
    /** What the canonical envelope of this type, project and source adds to the text in {@code data.text}. */
    private static final int ENVELOPE_BYTES = 237;

    private Payload() {}

    /** Lines for a publish request, each an event with a text of so many bytes. */
    static byte[] lines(Target target, int events, int textBytes) {
        String line = target.takesEvents()
                ? "{\"type\":\"custom.bench\",\"project_id\":\"" + PROJECT + "\",\"data\":{\"text\":\""
                        + "x".repeat(textBytes) + "\"}}\n"
                : "y".repeat(textBytes + ENVELOPE_BYTES) + "\n";
        return line.repeat(events).getBytes(StandardCharsets.US_ASCII);
    }

    /** As {@link #lines}, for a project of one's own choice, each with its number in {@code data.n}. */
    static byte[] numbered(String project, long first, int events, int textBytes) {
        StringBuilder lines = new StringBuilder(events * (textBytes + 100));
        String text = "x".repeat(textBytes);
        for (long n = first; n < first + events; n++) {
            lines.append("{\"type\":\"custom.bench\",\"project_id\":\"")
                    .append(project)
                    .append("\",\"data\":{\"n\":")
                    .append(n)
                    .append(",\"text\":\"")
                    .append(text)
                    .append("\"}}\n");
        }
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Every client hears the project, in the target's usual protocol. */
    static IntFunction<Conversation> conversations(Target target) {
        return target.takesEvents()
                ? _ -> Conversation.plain("{\"type\":\"subscribe\",\"project_id\":\"" + PROJECT + "\"}")
                : _ -> Conversation.mute();
    }

    /** Every client hears the project, in this protocol. */
    static IntFunction<Conversation> conversations(Target target, Protocol protocol) {
        return switch (protocol) {
            case WEBSOCKET, SSE -> conversations(target);
            case SOCKETIO -> _ -> Conversation.socketIo(List.of(SocketIo.ROOM));
        };
    }
}
