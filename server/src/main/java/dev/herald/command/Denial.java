package dev.herald.command;

import dev.herald.event.Fault;
import java.util.List;

/** Why a command is not done. Each has words that are fit for who asked, with what to do. */
public sealed interface Denial {
    String detail();

    /** What it is about is not there. Over HTTP: 404. */
    record Unknown(String detail) implements Denial {}

    /** Who asks may not. Over HTTP: 403. */
    record Forbidden(String detail) implements Denial {}

    /** What is there does not allow it. Over HTTP: 409. */
    record Conflict(String detail) implements Denial {}

    /**
     * It is not the version any more that the caller had in mind. Over HTTP: 412.
     *
     * @param current as it is now: an immutable value
     * @param version its version
     */
    record Outdated(String detail, Object current, long version) implements Denial {}

    /** It asks for something that cannot be. Over HTTP: 422. The pointers are into what was asked. */
    record Invalid(List<Fault> faults) implements Denial {
        public Invalid {
            faults = List.copyOf(faults);
        }

        Invalid(String pointer, String detail) {
            this(List.of(new Fault(pointer, detail)));
        }

        @Override
        public String detail() {
            Fault first = faults.getFirst();
            return first.pointer().isEmpty() ? first.detail() : first.pointer() + ": " + first.detail();
        }
    }

    /**
     * Some of many are wrong, and nothing was kept. Over HTTP: 422.
     *
     * @param faults the first of them
     * @param count how many are wrong
     * @param of how many there are
     */
    record InvalidRows(List<RowFault> faults, int count, int of) implements Denial {
        public InvalidRows {
            faults = List.copyOf(faults);
        }

        @Override
        public String detail() {
            RowFault first = faults.getFirst();
            String where = first.pointer().isEmpty() ? "" : first.pointer() + " ";
            return count + " of " + of + " rows are wrong, and nothing was kept; the first, row " + first.row() + ": "
                    + where + first.detail();
        }
    }

    /** What would be kept is larger than an event may be. Over HTTP: 413. */
    record TooLarge(String detail) implements Denial {}

    /** The key was used for another request. Over HTTP: 422. */
    record KeyInUse(String detail) implements Denial {}
}
