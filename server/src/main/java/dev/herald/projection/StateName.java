package dev.herald.projection;

/**
 * Under which a projection's state is kept and found; never changes.
 *
 * @param text such as {@code work}
 * @param <S> the state's type
 */
public record StateName<S>(String text) {}
