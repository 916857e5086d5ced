package dev.herald.fold;

import dev.herald.event.Position;

/** Why a question was not answered. */
public sealed interface Refusal {
    /** In words that are fit for who asked, with what to do. */
    String detail();

    /** Too many questions wait; try again. Over HTTP: 503 with {@code Retry-After}. */
    record Busy(int waitingMax) implements Refusal {
        @Override
        public String detail() {
            return "more than " + waitingMax + " questions wait already: try again in a moment";
        }
    }

    /** The journal is still being folded since the start. Over HTTP: 503 with {@code Retry-After}. */
    record Folding(Progress progress) implements Refusal {
        @Override
        public String detail() {
            return progress.text() + ": try again in a few seconds";
        }
    }

    /** The projection cannot go on. Over HTTP: 503. */
    record Aside(SetAside projection) implements Refusal {
        @Override
        public String detail() {
            return projection.text();
        }
    }

    /**
     * The states cannot be known any more as they were then. Over HTTP: 410.
     *
     * @param oldest the first position as of which they can
     */
    record NoLongerKept(Position oldest) implements Refusal {
        @Override
        public String detail() {
            return "what was before is no longer kept: the oldest moment that can be asked for is " + oldest;
        }
    }

    /** It took longer than it may. Over HTTP: 503. */
    record TooLong(long millisMax) implements Refusal {
        @Override
        public String detail() {
            return "that moment could not be reached in " + millisMax + " ms: ask for a later one, or again";
        }
    }

    /** The journal could not be read. Over HTTP: 503. */
    record Unreadable(String detail) implements Refusal {}

    /** The server is stopping. Over HTTP: 503. */
    record Stopping() implements Refusal {
        @Override
        public String detail() {
            return "the server is stopping: try again when it is back";
        }
    }
}
