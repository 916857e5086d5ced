package dev.herald.projection.delivery;

import dev.herald.event.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A commit. Immutable.
 *
 * @param author as the commit names them; null where nobody said so
 * @param email the author's, or null
 * @param committedMillis when it was made, as it says itself, else when it was told
 * @param insertions lines; null where they are not known
 * @param deletions lines; null where they are not known
 * @param parents null where nobody said what they are
 */
public record CommitMade(
        String hash,
        @Nullable String author,
        @Nullable String email,
        long committedMillis,
        @Nullable Long insertions,
        @Nullable Long deletions,
        @Nullable List<String> parents,
        Position told) {}
