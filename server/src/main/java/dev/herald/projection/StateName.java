package dev.herald.projection;

/**
 * Under which a projection's state is kept and found; never changes.
 *
 * @param text such as {@code work}
 * @param <S> the state's type
 */
@SuppressWarnings("UnusedTypeParameter") // it says of which type the state is that is found under the name
public record StateName<S>(String text) {}
