package dev.herald.journal;

/** Reads for people who look back. They wait for a thread that no session needs, and only so many wait. */
public interface HistoryLane {
    /**
     * Asks and waits for the answer. For virtual threads: they park while a platform thread reads. When the waiting
     * thread is interrupted, the read is cancelled, whether it waits or runs, and the answer is {@link ReadAnswer.Gone}.
     *
     * @param question run once, on a thread that reads; it passes the budget on to the reader
     */
    <T> ReadAnswer<T> ask(Budget budget, Question<T> question);

    /** The same without waiting: for who can tell that its asker has gone, with {@link Asked#cancel}. */
    <T> Asked<T> begin(Budget budget, Question<T> question);

    /** What is asked of the reader, within a budget that ends when the asker goes. */
    interface Question<T> {
        T of(Reader reader, Budget budget);
    }
}
