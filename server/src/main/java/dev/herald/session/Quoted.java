package dev.herald.session;

import java.nio.charset.StandardCharsets;

/** A client's own words, fit for an answer: bounded, and without half characters. Any thread. */
final class Quoted {
    private static final int LENGTH_MAX = 64;

    private Quoted() {}

    static String quoted(String text) {
        return '"' + start(text) + '"';
    }

    static String start(String text) {
        return start(text, LENGTH_MAX);
    }

    static String start(String text, int max) {
        return whole(text.length() <= max ? text : text.substring(0, max) + "…");
    }

    /** The text with lone surrogates, which an escape can smuggle in, replaced: they have no UTF-8. */
    static String whole(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
