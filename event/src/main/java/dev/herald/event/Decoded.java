package dev.herald.event;

import java.util.List;

/** What became of a published event's JSON. Over HTTP: 201, 422, 400 and 413. */
public sealed interface Decoded {
    /** It may go into the journal. */
    record Ok(Draft draft) implements Decoded {}

    /** It is JSON, but no event; at least one fault. */
    record Invalid(List<Fault> faults) implements Decoded {
        public Invalid {
            faults = List.copyOf(faults);
        }
    }

    /** It is no JSON that Herald reads: the syntax, the encoding, a name twice, nesting or a number beyond its limit. */
    record Malformed(String detail) implements Decoded {}

    /** It has more bytes than {@link Limits#EVENT_BYTES_MAX}. */
    record TooLarge(int bytes) implements Decoded {}
}
