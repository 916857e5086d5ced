package dev.herald.hub;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.journal.Slice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a cursor that is behind continues: from its audience's log, where pieces are encoded already, else from the
 * shard's ring, else from the journal, until it is at the tip and live. Runs on its loop.
 *
 * <p>It writes while the outlet is writable, a few pieces a turn. It ends a turn live, or waiting for one thing: the
 * outlet ({@code onWritable} comes), the journal (a read is under way or to be tried again), its next turn (posted), or
 * a tip that this shard has not been told of. Whatever is waited for carries the generation in which it was asked for,
 * and comes to nothing when the session has subscribed, rewound, unsubscribed or closed since.
 *
 * @param <E> what the outlet writes
 */
final class CatchUp<E extends Encoded> implements JournalReads.Asking {
    /**
     * A session, as its catch-up sees it. Runs on its loop.
     *
     * @param <E> what it is written
     */
    interface Follower<E extends Encoded> extends Audience.Member<E> {
        /** Whether it is behind the tip, and may be written to. */
        boolean isLagging();

        @Nullable
        Audience<E> audience();

        /** The tip is reached. */
        void live(Audience<E> current);

        /** Events after {@code requested} are no longer kept. */
        void gap(Position requested, Position oldestAvailable);
    }

    private final Follower<E> cursor;
    private final Delivery shard;
    /** Everything up to here was written or passed over. Not kept while the cursor is live. */
    private Position position = Position.ORIGIN;

    /** The piece of the audience's log that comes next; one that the log does not hold when there is none. */
    private long piece = -1;

    private final Replays replays = new Replays();
    private long generation;
    private int readsFailed;
    private boolean isPumping;
    private boolean isReading;
    private boolean isQueued;
    /** Whether it waits for the tip. */
    private boolean isAhead;

    CatchUp(Follower<E> cursor, Delivery shard) {
        this.cursor = cursor;
        this.shard = shard;
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public long generation() {
        return generation;
    }

    boolean isPumping() {
        return isPumping;
    }

    @Override
    public boolean isQueued() {
        return isQueued;
    }

    @Override
    public void queued(boolean is) {
        isQueued = is;
    }

    @Override
    public boolean awaitsRead() {
        return isReading;
    }

    Replays replays() {
        return replays;
    }

    /** Stands after the position, before the log's piece of that number if the log holds it. */
    void begin(Position at, long nextPiece) {
        position = at;
        piece = nextPiece;
    }

    /** What is waited for comes to nothing. */
    void cancel() {
        generation++;
        isReading = false;
        readsFailed = 0;
    }

    /** Does not stand in the log any more. */
    void leave(PieceLog<E> log) {
        log.leave(piece);
        piece = -1;
    }

    /** Runs the action when the loop is done with what it does, unless the session does something else before. */
    void later(Runnable action) {
        shard.loop().post(ifStillWanted(action));
    }

    private Runnable ifStillWanted(Runnable action) {
        long asked = generation;
        return () -> {
            if (asked == generation) {
                guarded(action);
            }
        };
    }

    /** What goes wrong costs this session alone, and not those that would have come after it. */
    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error defect) {
            shard.defects().tell("a session could not go on after " + position + " and is given up", defect);
            cursor.breakOff("what follows " + position + " could not be sent");
        }
    }

    /** Writes what may be written now. */
    void pump() {
        isAhead = false;
        if (!cursor.isLagging() || isPumping || isReading) {
            return;
        }
        if (shard.isDelivering()) {
            later(this::pump);
            return;
        }
        guarded(this::advanceAll);
    }

    private void advanceAll() {
        isPumping = true;
        try {
            int chunks = 0;
            while (advance(chunks)) {
                chunks++;
            }
        } finally {
            isPumping = false;
        }
    }

    @Override
    public Reach wanted() {
        Audience<E> current = cursor.audience();
        return current == null ? Reach.ALL : current.subscription().wanted();
    }

    @Override
    public void onRead(long asked, Slice slice) {
        if (asked == generation && isReading) {
            guarded(() -> take(asked, slice));
        }
    }

    private void take(long asked, Slice slice) {
        isReading = false;
        if (!slice.isWhole()) {
            cursor.gap(position, slice.oldest());
            if (asked != generation) {
                return;
            }
            // It may lie before the position, when that names no event; between the two there is none.
            position = slice.from();
        } else if (!slice.reached().isAfter(position)) {
            isReading = true;
            retry("the journal has nothing after " + position + ", although the tip is " + shard.tip());
            return;
        }
        readsFailed = 0;
        Audience<E> current = cursor.audience();
        if (current != null && slice.reached().isAfter(position) && shard.tip().isAfter(position)) {
            isPumping = true;
            try {
                write(current, slice.events(), earlier(slice.reached(), limit(current)));
            } finally {
                isPumping = false;
            }
        }
        pump();
    }

    @Override
    public void onShared() {
        isReading = false;
        later(this::pump);
    }

    @Override
    public void onReadFailed(long asked, @Nullable String reason) {
        if (asked == generation && isReading) {
            retry(reason);
        }
    }

    @Override
    public void onBrokenRead(long asked) {
        if (asked == generation && isReading) {
            cursor.breakOff("the journal could not be read after " + position);
        }
    }

    private void retry(@Nullable String reason) {
        readsFailed++;
        if (readsFailed >= shard.limits().readAttemptsMax()) {
            cursor.breakOff(
                    "the journal could not be read after " + position + " in " + readsFailed + " attempts: " + reason);
            return;
        }
        long asked = generation;
        shard.loop().schedule(shard.limits().readRetryMillis() << readsFailed - 1, () -> {
            if (asked == generation && isReading) {
                shard.reads().request(this);
            }
        });
    }

    /** One piece or chunk. Answers whether to go on. */
    private boolean advance(int chunks) {
        replays.finish(position);
        Audience<E> current = cursor.audience();
        if (!cursor.isLagging() || current == null) {
            return false;
        }
        int compared = position.compareTo(shard.tip());
        if (compared > 0) {
            if (!isAhead) {
                isAhead = true;
                shard.awaitTip(cursor);
            }
            return false;
        }
        if (compared == 0) {
            cursor.live(current);
            return false;
        }
        if (!cursor.isWritable()) {
            return false;
        }
        if (chunks >= shard.limits().catchUpBurstChunks()) {
            shard.loop().later(ifStillWanted(this::pump));
            return false;
        }
        return current.log().holds(piece) || joinLog(current) ? writePiece(current) : writeChunk(current);
    }

    /** Stands before the log's piece that continues from the position, if there is one. */
    private boolean joinLog(Audience<E> current) {
        long number = replays.nextMark() != null ? -1 : current.log().numberAfter(position);
        if (number < 0 || !current.log().piece(number).first.isAfter(position)) {
            return false;
        }
        current.log().join(number);
        piece = number;
        return true;
    }

    private boolean writePiece(Audience<E> current) {
        PieceLog<E> log = current.log();
        PieceLog.Piece<E> next = log.piece(piece);
        long asked = generation;
        cursor.write(next.encoded);
        shard.figures().delivered(next.events, next.bytes);
        if (asked != generation) {
            return false;
        }
        boolean hasMore = log.pass(piece);
        piece = hasMore ? piece + 1 : -1;
        position = hasMore ? next.last : shard.tip();
        return true;
    }

    /** Whether another member has left the chunk that comes next; a replay is counted, and goes alone. */
    @Override
    public boolean hasShared() {
        Audience<E> current = cursor.audience();
        return current != null && sharedChunk(current) != null;
    }

    private SharedChunks.@Nullable Chunk<E> sharedChunk(Audience<E> current) {
        return replays.nextMark() == null ? current.chunks().after(position) : null;
    }

    private boolean writeChunk(Audience<E> current) {
        SharedChunks.Chunk<E> found = sharedChunk(current);
        if (found != null) {
            position = found.reached();
            if (found.encoded() != null) {
                shard.figures().delivered(found.events(), found.bytes());
                cursor.write(found.encoded());
            }
            return true;
        }
        Position upTo = limit(current);
        List<Event> events = shard.recent(position, upTo);
        if (events == null) {
            isReading = true;
            shard.reads().request(this);
            return false;
        }
        write(current, events, events.isEmpty() ? upTo : events.getLast().position());
        return true;
    }

    /**
     * How far a chunk may go: not beyond the tip, a replay's mark, a piece of the log that it could continue with, or
     * another's chunk.
     */
    private Position limit(Audience<E> current) {
        Position upTo = shard.tip();
        Position mark = replays.nextMark();
        if (mark != null) {
            return earlier(upTo, mark);
        }
        long number = current.log().numberAfter(position);
        if (number >= 0) {
            upTo = earlier(upTo, current.log().piece(number).last);
        }
        Position boundary = current.chunks().boundaryAfter(position);
        return boundary == null ? upTo : earlier(upTo, boundary);
    }

    /** Encodes what the audience wants of these events, which are all up to {@code reached}, and perhaps some beyond. */
    private void write(Audience<E> current, List<Event> events, Position reached) {
        List<Event> wanted = new ArrayList<>(events.size());
        for (Event event : events) {
            if (event.position().isAfter(reached)) {
                break;
            }
            if (event.position().isAfter(position) && current.subscription().matches(event)) {
                wanted.add(event);
            }
        }
        if (current.subscription().conflate()) {
            Conflation.conflate(wanted);
        }
        E encoded;
        try {
            encoded = wanted.isEmpty() ? null : current.encode(wanted);
        } catch (RuntimeException | Error defect) {
            shard.defects().tell("events after " + position + " could not be encoded; the session is given up", defect);
            cursor.breakOff("the events after " + position + " could not be encoded");
            return;
        }
        Position after = position;
        position = later(position, reached);
        replays.count(wanted.size());
        boolean isAlone = replays.nextMark() != null || !position.isAfter(after);
        if (encoded != null) {
            shard.figures().delivered(wanted.size(), encoded.bytes());
            cursor.write(encoded);
        }
        // The write may have ended the session, and with it the sharing.
        if (!isAlone && current.sharesChunks()) {
            current.chunks().add(new SharedChunks.Chunk<>(after, position, encoded, wanted.size()));
        } else if (encoded != null) {
            encoded.release();
        }
    }

    private static Position earlier(Position a, Position b) {
        return a.isAfter(b) ? b : a;
    }

    private static Position later(Position a, Position b) {
        return a.isAfter(b) ? a : b;
    }
}
