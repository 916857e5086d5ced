package dev.herald.journal;

/** What became of a read. */
public sealed interface ReadAnswer<T> {
    /** It was read. */
    record Read<T>(T value) implements ReadAnswer<T> {}

    /** Too many wait: nothing was read, try again later. Over HTTP: 503 with {@code Retry-After}. */
    record Busy<T>() implements ReadAnswer<T> {}

    /**
     * It could not be read. A {@link JournalException} may pass, and its message is fit for who asked; anything else is
     * a defect that was logged.
     */
    record Failed<T>(RuntimeException failure) implements ReadAnswer<T> {}

    /** It was cancelled, or the lanes are closed: nobody is there to hear it. */
    record Gone<T>() implements ReadAnswer<T> {}
}
