package dev.herald.projection;

import dev.herald.event.Event;
import dev.herald.event.EventType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import org.jspecify.annotations.Nullable;

/** An event as the folds see it: its data are read once for all of them, and only if one looks. One thread. */
public final class Happening {
    private final Event event;
    private @Nullable Members data;

    public Happening(Event event) {
        this.event = event;
    }

    public Position position() {
        return event.position();
    }

    /** The event's time: its timestamp, in epoch milliseconds. */
    public long millis() {
        return event.position().epochMillis();
    }

    public EventType type() {
        return event.type();
    }

    public @Nullable ProjectId project() {
        return event.project();
    }

    public String source() {
        return event.source();
    }

    public @Nullable Position cause() {
        return event.cause();
    }

    public @Nullable String idempotencyKey() {
        return event.idempotencyKey();
    }

    public Members data() {
        Members read = data;
        if (read == null) {
            read = Members.ofEvent(event.json());
            data = read;
        }
        return read;
    }
}
