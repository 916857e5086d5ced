package dev.herald.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a {@code text/event-stream} (HTML Living Standard, section 9.2.6) into the data of its messages. Only
 * {@code data} matters here: an event's id is in its JSON. One thread.
 */
final class EventStreamParser {
    private final int dataBytesMax;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final ArrayDeque<String> messages = new ArrayDeque<>();
    private boolean hasData;
    private boolean wasCarriageReturn;
    private boolean isFirstLine = true;

    EventStreamParser(int dataBytesMax) {
        this.dataBytesMax = dataBytesMax;
    }

    /**
     * Takes bytes as they come, cut anywhere.
     *
     * @throws IOException when a line or a message is longer than allowed
     */
    void onBytes(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            boolean isSecondHalf = b == '\n' && wasCarriageReturn;
            wasCarriageReturn = b == '\r';
            if (isSecondHalf) {
                continue;
            }
            if (b == '\n' || b == '\r') {
                onLine(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else {
                line.write(b);
                bound(line.size());
            }
        }
    }

    /** The data of the next message that is complete, or null. */
    @Nullable
    String next() {
        return messages.poll();
    }

    private void onLine(String raw) throws IOException {
        String text = isFirstLine && raw.startsWith("\uFEFF") ? raw.substring(1) : raw;
        isFirstLine = false;
        if (text.isEmpty()) {
            if (hasData) {
                messages.add(data.toString(StandardCharsets.UTF_8));
                data.reset();
                hasData = false;
            }
            return;
        }
        if (text.equals("data") || text.startsWith("data:")) {
            if (hasData) {
                data.write('\n');
            }
            hasData = true;
            String value = text.length() <= "data:".length() ? "" : text.substring("data:".length());
            data.writeBytes((value.startsWith(" ") ? value.substring(1) : value).getBytes(StandardCharsets.UTF_8));
            bound(data.size());
        }
    }

    private void bound(int size) throws IOException {
        if (size > dataBytesMax) {
            throw new IOException("a message above " + dataBytesMax + " bytes");
        }
    }
}
