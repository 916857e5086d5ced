package dev.herald.server;

import dev.herald.journal.JournalException;
import dev.herald.loop.Clock;
import dev.herald.net.NetStartException;
import java.net.InetSocketAddress;

/**
 * The whole server. Closing tells the sources to finish, the clients to come back, keeps what was accepted, and closes
 * the journal, within 10 s. Made and closed once each, by any thread; closing blocks.
 */
public final class HeraldServer implements AutoCloseable {
    private final Closing closing;
    private final InetSocketAddress address;

    private HeraldServer(Closing closing, InetSocketAddress address) {
        this.closing = closing;
        this.address = address;
    }

    /**
     * Starts and returns when requests are accepted.
     *
     * @throws StartException a taken port, an unwritable or locked data directory, a broken journal: in one line
     */
    public static HeraldServer start(Settings settings) throws StartException {
        return start(settings, Clock.system());
    }

    /** The same with a clock of its own: what happened long ago can be told as of then. */
    public static HeraldServer start(Settings settings, Clock clock) throws StartException {
        Closing closing = new Closing();
        OwnDirectory data = OwnDirectory.open(settings.data(), "--data");
        boolean isStarted = false;
        try {
            data.holding("git").holding("auto-commit").holding("snapshots");
            HeraldServer server = new HeraldServer(closing, new Assembly(settings, closing, clock).start());
            isStarted = true;
            return server;
        } catch (JournalException | NetStartException refused) {
            throw new StartException(String.valueOf(refused.getMessage()), refused);
        } finally {
            if (!isStarted) {
                closing.closeAll();
                data.takeAway();
            }
        }
    }

    /** Where it listens, with the port that was chosen. */
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        closing.closeAll();
    }
}
