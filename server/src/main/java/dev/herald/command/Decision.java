package dev.herald.command;

import dev.herald.event.Draft;
import java.util.List;

/** What a command decides on what it has seen. */
public sealed interface Decision {
    /**
     * This is to be told.
     *
     * @param about the id of what it is about, by which it is shown afterwards
     */
    record Tell(String about, List<Draft> drafts) implements Decision {
        public Tell {
            drafts = List.copyOf(drafts);
        }
    }

    /** All is as it was asked for already: nothing is to be told. */
    record Nothing(String about) implements Decision {}

    record Denied(Denial denial) implements Decision {}
}
