package dev.herald.access;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Tells whose a token is. Any thread, loops included: it never blocks. */
public interface Authenticator {
    /** A server without keys: every caller is granted everything, and tokens are not looked at. */
    Authenticator OPEN = new Authenticator() {
        private static final CompletableFuture<Verdict> EVERYTHING =
                CompletableFuture.completedFuture(new Verdict.Accepted(Grant.OPEN));

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public CompletableFuture<Verdict> check(@Nullable String token) {
            return EVERYTHING;
        }
    };

    /** Whether there are no keys. */
    boolean isOpen();

    /**
     * Checks a token. Complete at once when the key is known, which is nearly always; else on another thread, when the
     * keys have been fetched or could not be.
     *
     * @param token as the client sent it, without {@code Bearer}; null where it sent none
     */
    CompletableFuture<Verdict> check(@Nullable String token);

    /**
     * What a token grants that was checked before and holds still. Asked first: nobody who guesses beside somebody with
     * such a token, at the same address, shuts that one out.
     *
     * @param token as the client sent it, without {@code Bearer}
     */
    default Optional<Verdict.Accepted> known(String token) {
        return Optional.empty();
    }
}
