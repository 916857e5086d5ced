package dev.herald.source.git;

import java.util.Optional;

/**
 * A line of HEAD's log.
 *
 * @param from the hash before; zeros where there was none
 * @param to the hash after
 * @param message what git was doing, such as {@code checkout: moving from main to topic}
 */
record HeadMove(String from, String to, String message) {
    /** {@code <from> <to> <who> <seconds> <zone> TAB <message>}; empty for what does not look like it. */
    static Optional<HeadMove> parse(String line) {
        int first = line.indexOf(' ');
        int second = line.indexOf(' ', first + 1);
        if (first < 0 || second < 0) {
            return Optional.empty();
        }
        String from = line.substring(0, first);
        String to = line.substring(first + 1, second);
        int tab = line.indexOf('\t', second);
        return Hashes.isHash(from) && Hashes.isHash(to)
                ? Optional.of(new HeadMove(from, to, tab < 0 ? "" : line.substring(tab + 1)))
                : Optional.empty();
    }

    /** What git calls it: the words before the colon, such as {@code rebase (pick)}. */
    String action() {
        int colon = message.indexOf(':');
        return colon < 0 ? message : message.substring(0, colon);
    }

    /** The stage of what takes several moves, without its brackets: {@code start}; empty where there is none. */
    String stage() {
        String action = action();
        int open = action.lastIndexOf('(');
        int close = action.lastIndexOf(')');
        return open >= 0 && close > open ? action.substring(open + 1, close) : "";
    }

    /** What follows the colon. */
    String detail() {
        int colon = message.indexOf(':');
        return colon < 0 ? "" : message.substring(colon + 1).strip();
    }
}
