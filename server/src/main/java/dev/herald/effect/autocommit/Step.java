package dev.herald.effect.autocommit;

/** How far a run has come: after each of these a killed process leaves something else. */
enum Step {
    SEEDED,
    STAGED,
    STARTED,
    COMMITTED,
    PREPARED,
    LOCKED,
    SWAPPED,
    MOVED;

    /** Told of each. Tests end the process here. */
    @FunctionalInterface
    interface Witness {
        void at(Step step);
    }
}
