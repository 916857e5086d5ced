package dev.herald.projection.people;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.projection.Members;
import org.jspecify.annotations.Nullable;

/**
 * An agent, after an event. Immutable. Moments are epoch milliseconds.
 *
 * @param project in which it was heard last, or null
 * @param status online, offline, busy, idle or error; null where nobody said so
 * @param activity what it is doing, such as working or waiting_for_input; null where nobody said so
 * @param activityMillis since when it is doing that
 * @param heartbeatSeconds how often it wants to be heard of at least, or null
 * @param heardMillis when it was last heard of
 * @param actions how many actions it told
 * @param tokensIn of all its actions
 * @param cost in US dollars, of all its actions
 */
public record Agent(
        String id,
        @Nullable ProjectId project,
        @Nullable String name,
        @Nullable String status,
        @Nullable Double availability,
        @Nullable String activity,
        long activityMillis,
        @Nullable String sessionId,
        @Nullable String taskId,
        @Nullable String reason,
        @Nullable Long heartbeatSeconds,
        Members metadata,
        long heardMillis,
        long actions,
        long tokensIn,
        long tokensOut,
        double cost,
        Position first,
        Position changed) {
    /** Whether it waits for a person. */
    public boolean isWaiting() {
        return "waiting_for_input".equals(activity) || "waiting_for_permission".equals(activity);
    }
}
