package dev.herald.access;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where the keys come from. Any thread; never blocks. */
interface KeySource extends AutoCloseable {
    /**
     * What asking for newer keys came to.
     *
     * @param keys those in force now, or null where there are none
     * @param isNewest whether they are what the source has now, as far as was allowed to ask
     */
    record Answer(@Nullable KeySet keys, boolean isNewest) {}

    /** Whether there may be other keys later. */
    boolean isChanging();

    /** The keys in force; null where there are none, or they are too old. */
    @Nullable
    KeySet current();

    /** Asks for newer keys, where that is allowed now; complete at once where it is not. */
    CompletableFuture<Answer> refreshed();

    @Override
    void close();

    /** A key that does not change. */
    static KeySource fixed(VerificationKey key) {
        KeySet keys = new KeySet(java.util.List.of(key));
        CompletableFuture<Answer> answer = CompletableFuture.completedFuture(new Answer(keys, true));
        return new KeySource() {
            @Override
            public boolean isChanging() {
                return false;
            }

            @Override
            public KeySet current() {
                return keys;
            }

            @Override
            public CompletableFuture<Answer> refreshed() {
                return answer;
            }

            @Override
            public void close() {}
        };
    }
}
