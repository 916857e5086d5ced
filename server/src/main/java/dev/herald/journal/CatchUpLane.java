package dev.herald.journal;

import dev.herald.event.Position;
import dev.herald.event.Reach;
import java.util.function.Consumer;

/** Reads for sessions that are behind. They come before history. */
public interface CatchUpLane {
    /**
     * Reads what follows the position, see {@link Reader#read}. Any thread; never blocks.
     *
     * @param then hears the answer exactly once: on the thread that read, so it posts on and returns; {@link
     *     ReadAnswer.Busy} on the caller's thread, {@link ReadAnswer.Gone} on that of who cancels
     */
    Reading read(Position after, Reach wanted, Budget budget, Consumer<ReadAnswer<Slice>> then);
}
