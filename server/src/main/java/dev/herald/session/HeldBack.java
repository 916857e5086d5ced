package dev.herald.session;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Messages that wait while a position is looked up, so that answers come in the order of what they answer. */
final class HeldBack {
    /** So many messages, and so many characters of them. */
    static final int COUNT_MAX = 64;

    static final int LENGTH_MAX = 1 << 20;

    private final ArrayDeque<String> messages = new ArrayDeque<>(0);
    private int length;

    /** Takes the message, or answers that there is no room for it. */
    boolean add(String message) {
        if (messages.size() == COUNT_MAX || length + message.length() > LENGTH_MAX) {
            return false;
        }
        messages.add(message);
        length += message.length();
        return true;
    }

    /** The first one, if there is one. */
    @Nullable
    String take() {
        String first = messages.poll();
        length -= first == null ? 0 : first.length();
        return first;
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }
}
