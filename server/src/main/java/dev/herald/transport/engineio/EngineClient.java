package dev.herald.transport.engineio;

import dev.herald.http.Request;
import java.util.regex.Pattern;

/** Which library a client uses, where that makes a difference. */
public enum EngineClient {
    /**
     * python-engineio. It takes an answer of more than 16 packets for an error and connects anew, for ever; and it hands
     * every argument of an event to handlers that take one.
     */
    PYTHON(16),
    OTHER(Integer.MAX_VALUE);

    /** It stamps its requests with the time in seconds, unless told not to. */
    private static final Pattern STAMP = Pattern.compile("[0-9]{9,11}\\.[0-9]{1,9}");

    /** What its two libraries for HTTP call themselves. */
    private static final Pattern AGENT = Pattern.compile("(?i)python-requests/|aiohttp/");

    private final int packetsMax;

    EngineClient(int packetsMax) {
        this.packetsMax = packetsMax;
    }

    /** The client that opens a session with this request. */
    static EngineClient of(Request request) {
        boolean isStamped = request.parameter("t")
                .filter(stamp -> STAMP.matcher(stamp).matches())
                .isPresent();
        boolean isNamed = request.headers()
                .first("User-Agent")
                .filter(agent -> AGENT.matcher(agent).find())
                .isPresent();
        return isStamped || isNamed ? PYTHON : OTHER;
    }

    /** Packets that it takes in one answer. */
    int packetsMax() {
        return packetsMax;
    }
}
