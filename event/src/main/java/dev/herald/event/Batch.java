package dev.herald.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Cuts a publisher's batch into single events, without looking into them; each part then goes to {@link Codec}. */
public sealed interface Batch {
    /** Where the events are, in the order of the input; may be empty. */
    record Parts(List<Part> parts) implements Batch {
        public Parts {
            parts = List.copyOf(parts);
        }
    }

    /** It is no batch: the syntax around the events, or in one of an array, does not hold. */
    record Malformed(String detail) implements Batch {}

    /**
     * The bytes of one event within the batch.
     *
     * @param from its first byte
     * @param to after its last byte
     */
    record Part(int from, int to) {}

    /** Newline-delimited JSON: blank lines, CR LF and a missing last newline are fine. One line, one event. */
    static Parts lines(byte[] batch) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        while (from < batch.length) {
            int to = from;
            boolean isBlank = true;
            while (to < batch.length && batch[to] != '\n') {
                isBlank &= batch[to] == ' ' || batch[to] == '\t' || batch[to] == '\r';
                to++;
            }
            if (!isBlank) {
                parts.add(new Part(from, to));
            }
            from = to + 1;
        }
        return new Parts(parts);
    }

    /** One JSON array. An element that is no object becomes a part as well, which {@link Codec} will refuse. */
    static Batch array(byte[] batch) {
        int invalid = Utf8.firstInvalid(batch, 0, batch.length);
        if (invalid >= 0) {
            return new Malformed("not UTF-8 at byte " + invalid);
        }
        try (JsonParser json = Codec.openArray(batch)) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                return new Malformed("expected a JSON array");
            }
            List<Part> parts = new ArrayList<>();
            for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
                int from = (int) json.currentTokenLocation().getByteOffset();
                json.skipChildren();
                json.finishToken();
                parts.add(new Part(from, (int) json.currentLocation().getByteOffset()));
            }
            return json.nextToken() == null ? new Parts(parts) : new Malformed("something follows the array");
        } catch (JsonProcessingException e) {
            return new Malformed(Codec.detail(e));
        } catch (IOException e) {
            throw new IllegalStateException("reading an array did IO", e);
        }
    }
}
