package dev.herald.net;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The answers of a loop that clients have not taken yet, and what they take together. A new one that does not fit beside
 * them is taken all the same, and the oldest go for it: a client that reads is not the oldest for long. Runs on its loop;
 * the sum of all loops is for any thread.
 */
final class Answers {
    private final long bytesMax;
    private final AtomicLong all;
    private final Set<Untaken> untaken = new LinkedHashSet<>();
    private long bytes;

    /**
     * @param bytesMax of this loop
     * @param all what the answers of all loops take
     */
    Answers(long bytesMax, AtomicLong all) {
        this.bytesMax = bytesMax;
        this.all = all;
    }

    /** Answers how many went for it. */
    int add(Untaken answer) {
        int dropped = 0;
        while (bytes + answer.bytes() > bytesMax && !untaken.isEmpty()) {
            Iterator<Untaken> oldest = untaken.iterator();
            Untaken dropping = oldest.next();
            remove(dropping);
            dropping.onDropped();
            dropped++;
        }
        if (untaken.add(answer)) {
            bytes += answer.bytes();
            all.addAndGet(answer.bytes());
        }
        return dropped;
    }

    /** It has been taken or thrown away; nothing happens where it is not known. */
    void remove(Untaken answer) {
        if (untaken.remove(answer)) {
            bytes -= answer.bytes();
            all.addAndGet(-answer.bytes());
        }
    }
}
