package dev.herald.server;

import dev.herald.access.Authenticator;
import dev.herald.access.RateLimits;
import dev.herald.http.Router;
import dev.herald.loop.Clock;
import dev.herald.net.NetStartException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Puts the server together and starts it, in this order: the foundation, what acts on the world, the folds, the doors, the
 * sources.
 * The doors are opened last: who is told that the server is well may expect that what follows is seen. One thread, once.
 */
final class Assembly {
    private final Foundation foundation;
    private final Committing committing;
    private final Folds folds;
    private @Nullable Doors doors;

    /** Everything that is opened is told to {@code closing} at once, so that a failed start leaves nothing behind. */
    Assembly(Settings settings, Closing closing, Clock clock) {
        this(new Foundation(settings, closing, clock));
    }

    /** With these keys and limits. */
    Assembly(Settings settings, Closing closing, Authenticator authenticator, RateLimits limits) {
        this(new Foundation(settings, closing, Clock.system(), authenticator, limits));
    }

    private Assembly(Foundation foundation) {
        this.foundation = foundation;
        committing = foundation.closing.add(
                "auto-commit",
                new Committing(foundation.settings, foundation.intake, foundation.health, foundation.clock));
        folds = new Folds(foundation);
    }

    InetSocketAddress start() throws NetStartException, StartException {
        Doors made = new Doors(foundation, committing, folds);
        doors = made;
        made.remember();
        committing.start();
        new Sources(foundation, committing).start();
        folds.await();
        return made.open();
    }

    /** What leads to every route; once started. */
    Router router() {
        if (doors == null) {
            throw new IllegalStateException("the server has not been started");
        }
        return doors.router();
    }
}
