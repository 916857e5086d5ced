package dev.herald.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many connections the limit of open files leaves: each is one, and what the server needs for itself comes first. A
 * process that is out of them can accept nobody to refuse him, run no git, and answer no question for its health.
 *
 * @param limit that the system sets this process
 * @param own what is open now, and what will be opened beside connections
 */
record OpenFiles(long limit, long own) {
    /** Beside those sessions: requests, health checks among them, are answered when all sessions are taken. */
    static final int REQUESTS = 256;

    /** Above both: connections that are told 503. */
    static final int REFUSALS = 256;

    /** Git runs, files that are read or copied for a moment, libraries that are loaded late. */
    private static final int MOMENTS = 48;

    /** The notices of two watches, and a git with its three pipes for each of them. */
    private static final int EACH_WATCH = 12;

    private static final int EACH_LOOP = 4;
    private static final int LEAST = 16;

    /**
     * Who may be connected.
     *
     * @param sessions at a time
     * @param requests connections beside them
     * @param refusals connections above both that are told so
     */
    record Room(int sessions, int requests, int refusals) {}

    /** What there is when the journal is open and nobody is connected yet. */
    static OpenFiles now(int watches, int loops) {
        long later = MOMENTS + (long) watches * EACH_WATCH + (long) loops * EACH_LOOP;
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? new OpenFiles(system.getMaxFileDescriptorCount(), system.getOpenFileDescriptorCount() + later)
                : new OpenFiles(Long.MAX_VALUE, later);
    }

    /**
     * What is left, shared so that sessions cannot take what requests and refusals need.
     *
     * @param sessions wanted
     * @throws StartException hardly anything is left
     */
    Room room(int sessions) throws StartException {
        long left = limit - own;
        if (left >= (long) sessions + REQUESTS + REFUSALS) {
            return new Room(sessions, REQUESTS, REFUSALS);
        }
        if (left < LEAST) {
            throw new StartException("the limit of open files is " + limit + ", and the server needs " + own
                    + " of them beside any connection; raise it: ulimit -n " + enough(sessions));
        }
        int requests = (int) Math.min(REQUESTS, left / 4);
        int refusals = (int) Math.min(REFUSALS, left / 8);
        return new Room((int) Math.min(sessions, left - requests - refusals), requests, refusals);
    }

    /** What there is to say where it is less than was wanted. */
    String shortage(Room room, int sessions) {
        return "The limit of open files is " + limit + ", of which the server needs " + own + " itself: at most "
                + room.sessions() + " sessions at a time (max-connections is " + sessions + ") and " + room.requests()
                + " other connections; more are refused. To raise it: ulimit -n " + enough(sessions)
                + " before the start, or LimitNOFILE=" + enough(sessions) + " in the unit of systemd";
    }

    private long enough(int sessions) {
        return own + sessions + REQUESTS + REFUSALS;
    }
}
