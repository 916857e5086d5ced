package dev.herald.hub;

import dev.herald.event.Event;
import dev.herald.event.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Records what is written; takes as many pieces as the test allows. */
final class RecordingOutlet implements Outlet<RecordingDialect.Piece> {
    final List<Event> events = new ArrayList<>();
    final List<String> live = new ArrayList<>();
    final List<Position> gaps = new ArrayList<>();
    final List<String> broken = new ArrayList<>();
    /** Events, gaps and what the test adds, in order. */
    final List<String> said = new ArrayList<>();

    private int piecesLeft = Integer.MAX_VALUE;
    private int pieces;
    private Consumer<Event> onEvent = event -> {};
    private Runnable onWrite = () -> {};
    private Runnable onGap = () -> {};

    /** After so many more pieces it takes no more. */
    void allow(int more) {
        piecesLeft = more;
    }

    void listen(Consumer<Event> listener) {
        onEvent = listener;
    }

    void duringWrite(Runnable action) {
        onWrite = action;
    }

    void duringGap(Runnable action) {
        onGap = action;
    }

    int pieces() {
        return pieces;
    }

    List<Position> positions() {
        return events.stream().map(Event::position).toList();
    }

    @Override
    public boolean isWritable() {
        return piecesLeft > 0;
    }

    @Override
    public void write(RecordingDialect.Piece piece) {
        if (piece.isReleased()) {
            throw new IllegalStateException("written after its release");
        }
        piece.retain();
        pieces++;
        piecesLeft--;
        if (piece.live != null) {
            live.add(piece.live);
        }
        for (Event event : piece.events) {
            events.add(event);
            said.add(event.position().toString());
            onEvent.accept(event);
        }
        onWrite.run();
        piece.release();
    }

    @Override
    public void onGap(Position requested, Position oldestAvailable) {
        gaps.add(requested);
        said.add("gap after " + requested);
        onGap.run();
    }

    @Override
    public void onBroken(String reason) {
        broken.add(reason);
    }
}
