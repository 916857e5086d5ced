package dev.herald.command;

/** What came of a command. */
public sealed interface Result<A> {
    /**
     * It is done, and the folds have seen it.
     *
     * @param isRepeated whether it had been done before, by a request with the same key
     */
    record Done<A>(Seen<A> seen, boolean isRepeated) implements Result<A> {}

    record Denied<A>(Denial denial) implements Result<A> {}

    /**
     * It could not be done now, or nobody knows yet whether it was. Over HTTP: 503.
     *
     * @param isBusy whether to try again in a moment helps
     */
    record Unavailable<A>(String detail, boolean isBusy) implements Result<A> {}
}
