package dev.herald.projection.delivery;

import dev.herald.event.Position;
import dev.herald.projection.Members;
import org.jspecify.annotations.Nullable;

/**
 * A report of quality, as it came. Immutable.
 *
 * @param kind coverage, tests or findings
 * @param branch null where nobody named one
 * @param run which run reported it, or null
 * @param figures all that the report says
 */
public record Reported(
        String kind,
        @Nullable String branch,
        @Nullable String commitHash,
        @Nullable String run,
        Members figures,
        Position at) {}
