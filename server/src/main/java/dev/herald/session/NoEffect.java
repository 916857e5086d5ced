package dev.herald.session;

import java.util.List;

/**
 * Type names that were asked for in vain.
 *
 * @param unknown that the vocabulary does not have
 * @param denied that the token does not allow to read
 */
public record NoEffect(List<String> unknown, List<String> denied) {
    static final NoEffect NONE = new NoEffect(List.of(), List.of());

    public NoEffect {
        unknown = List.copyOf(unknown);
        denied = List.copyOf(denied);
    }
}
