package dev.herald.hub;

import dev.herald.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** "Encodes" to the events themselves, and counts the claims on what it encoded. Equal by identity. */
final class RecordingDialect implements Dialect<RecordingDialect.Piece> {
    private final AtomicInteger encodes = new AtomicInteger();
    private final AtomicInteger claims = new AtomicInteger();
    private final AtomicInteger largestBytes = new AtomicInteger();

    private @Nullable Throwable fault;

    /** The next encoding fails. */
    void failNext() {
        failNext(new IllegalStateException("the dialect is faulty"));
    }

    /** The next encoding fails so. @param failure unchecked */
    void failNext(Throwable failure) {
        fault = failure;
    }

    @Override
    public Piece encode(List<Event> events) {
        failIfFaulty();
        encodes.incrementAndGet();
        Piece piece = new Piece(List.copyOf(events), null);
        largestBytes.accumulateAndGet(piece.bytes(), Math::max);
        return piece;
    }

    @Override
    public Piece encodeLive(LiveMessage message) {
        failIfFaulty();
        return new Piece(List.of(), new String(message.json(), StandardCharsets.UTF_8));
    }

    private void failIfFaulty() {
        Throwable now = fault;
        fault = null;
        switch (now) {
            case null -> {}
            case Error error -> throw error;
            case RuntimeException exception -> throw exception;
            default -> throw new IllegalArgumentException(now);
        }
    }

    int encodes() {
        return encodes.get();
    }

    /** Claims that nobody has released. */
    int claims() {
        return claims.get();
    }

    int largestBytes() {
        return largestBytes.get();
    }

    final class Piece implements Encoded {
        final List<Event> events;
        final @Nullable String live;
        private final AtomicInteger own = new AtomicInteger();

        private Piece(List<Event> events, @Nullable String live) {
            this.events = events;
            this.live = live;
            retain();
        }

        @Override
        public void retain() {
            own.incrementAndGet();
            claims.incrementAndGet();
        }

        boolean isReleased() {
            return own.get() == 0;
        }

        @Override
        public int bytes() {
            return events.stream().mapToInt(event -> event.json().length).sum();
        }

        @Override
        public void release() {
            if (own.decrementAndGet() < 0) {
                throw new IllegalStateException("released more often than claimed");
            }
            claims.decrementAndGet();
        }
    }
}
