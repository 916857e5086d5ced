package dev.herald.net.http2;

import dev.herald.net.Link;
import dev.herald.net.Owed;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one connection, and what its client owes because of them: nothing while one of them is served. Runs on
 * the connection's loop.
 */
final class Streams {
    private final Link link;
    private final int[] open = new int[Owed.values().length];

    Streams(Link link) {
        this.link = link;
    }

    /**
     * What a stream's client owes has changed.
     *
     * @param from null for a stream that opens
     * @param to null for one that has closed
     */
    void move(@Nullable Owed from, @Nullable Owed to) {
        if (from != null) {
            open[from.ordinal()]--;
        }
        if (to != null) {
            open[to.ordinal()]++;
        }
        link.owes(owed());
    }

    private Owed owed() {
        if (open[Owed.NOTHING.ordinal()] > 0) {
            return Owed.NOTHING;
        }
        if (open[Owed.TAKING.ordinal()] > 0) {
            return Owed.TAKING;
        }
        return open[Owed.BODY.ordinal()] > 0 ? Owed.BODY : Owed.REQUEST;
    }
}
