package dev.herald.http;

import dev.herald.access.Permit;
import java.util.List;

/**
 * Tells a client what its rate limit leaves it: {@code RateLimit-Policy} and {@code RateLimit}
 * (draft-ietf-httpapi-ratelimit-headers-10, structured fields), and {@code Retry-After} where nothing was let through.
 * Any thread.
 */
public final class LimitFields {
    private LimitFields() {}

    /** The answer with the fields; as it is where nothing is limited. */
    public static Response tell(Permit permit, Response response) {
        return permit.isLimited()
                ? new Response(response.status(), tell(permit, response.headers()), response.body())
                : response;
    }

    /** The refusal of what the limit does not let through now. */
    public static Problem refusal(Permit permit, String detail) {
        Headers headers = Headers.NONE.with("Retry-After", Long.toString(permit.retryAfterSeconds()));
        return new Problem(
                429,
                "Too Many Requests",
                detail + "; try again in " + permit.retryAfterSeconds() + " s",
                List.of(),
                permit.isLimited() ? tell(permit, headers) : headers);
    }

    /** The one that binds first. */
    public static Permit tighter(Permit one, Permit other) {
        if (!one.isLimited() || !other.isLimited()) {
            return one.isLimited() ? one : other;
        }
        return one.remaining() <= other.remaining() ? one : other;
    }

    private static Headers tell(Permit permit, Headers headers) {
        String name = '"' + permit.policy() + '"';
        return headers.with("RateLimit-Policy", name + ";q=" + permit.limit() + ";w=" + permit.windowSeconds())
                .with("RateLimit", name + ";r=" + Math.max(0, permit.remaining()) + ";t=" + seconds(permit));
    }

    /** Until more is let through: all of it, or, after a refusal, what was refused. */
    private static long seconds(Permit permit) {
        if (!permit.isGranted()) {
            return permit.retryAfterSeconds();
        }
        long used = permit.limit() - Math.clamp(permit.remaining(), 0, permit.limit());
        return (used * permit.windowSeconds() + permit.limit() - 1) / permit.limit();
    }
}
