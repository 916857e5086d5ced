package dev.herald.fold;

import dev.herald.event.Codec;
import dev.herald.event.Decoded;
import dev.herald.event.Draft;
import dev.herald.event.Position;
import dev.herald.projection.Derived;
import dev.herald.projection.StateIn;
import dev.herald.projection.StateOut;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What was derived and has not been seen in the journal yet. It is encoded only when it is told or saved. One thread. */
final class Pending {
    static final String SOURCE = "herald";

    private final String key;
    private final Position cause;
    private final @Nullable Derived derived;
    private final @Nullable Position unchangedSince;
    private byte @Nullable [] json;
    /** Whether the intake has taken it: then it comes by the journal. */
    boolean isTaken;

    Pending(String key, Derived derived) {
        this.key = key;
        cause = derived.cause();
        this.derived = derived;
        unchangedSince = derived.unchangedSince();
    }

    private Pending(String key, Position cause, @Nullable Long unchangedSince, byte[] json) {
        this.key = key;
        this.cause = cause;
        derived = null;
        this.unchangedSince = unchangedSince == null ? null : new Position(unchangedSince);
        this.json = json;
    }

    /** Under which the journal knows it. */
    String key() {
        return key;
    }

    Position cause() {
        return cause;
    }

    /** @throws IllegalArgumentException where it is no valid event: a defect of the fold that derived it */
    Draft draft() {
        return switch (Codec.decode(json())) {
            case Decoded.Ok ok -> guarded(ok.draft().withCause(cause).withIdempotencyKey(key));
            case Decoded.Invalid invalid -> throw new IllegalArgumentException("not valid: " + invalid.faults());
            case Decoded.Malformed malformed -> throw new IllegalArgumentException(malformed.detail());
            case Decoded.TooLarge large -> throw new IllegalArgumentException(large.bytes() + " bytes are too many");
        };
    }

    private Draft guarded(Draft draft) {
        return unchangedSince == null ? draft : draft.withGuard(unchangedSince);
    }

    private byte[] json() {
        byte[] bytes = json;
        if (bytes == null) {
            Derived known = java.util.Objects.requireNonNull(derived);
            bytes = known.payload().json(SOURCE, known.project());
            json = bytes;
        }
        return bytes;
    }

    void save(StateOut out) {
        out.text(key);
        out.number(cause.packed());
        out.numberOrNull(unchangedSince == null ? null : unchangedSince.packed());
        byte[] bytes;
        try {
            bytes = json();
        } catch (IllegalArgumentException invalid) {
            // It is said to be a defect when it is told.
            bytes = "{}".getBytes(StandardCharsets.UTF_8);
        }
        out.bytes(bytes);
    }

    static Pending load(StateIn in) {
        return new Pending(in.text(), new Position(in.number()), in.numberOrNull(), in.bytes());
    }
}
