package dev.herald.net;

/** Who owes something and may have to go for others. Runs on its loop. */
interface Debtor {
    /** Closes at once, without a word. */
    void cut();
}
