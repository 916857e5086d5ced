package dev.herald.net;

import io.netty.channel.Channel;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a connection from its loop to another, so that what owns both can be on one. */
final class Relocation {
    private static final Logger log = LoggerFactory.getLogger(Relocation.class);

    private Relocation() {}

    /**
     * Runs on the channel's loop, when no handler of this loop's is left in the pipeline.
     *
     * @param arrived runs on the other loop, also when the channel was closed on the way
     */
    static void move(Channel channel, NettyLoop to, Runnable arrived) {
        if (to.isInside()) {
            arrived.run();
            return;
        }
        channel.deregister().addListener(_ -> {
            if (channel.isOpen()) {
                to.eventLoop().register(channel).addListener(_ -> post(to, arrived));
            } else {
                post(to, arrived);
            }
        });
    }

    private static void post(NettyLoop to, Runnable arrived) {
        try {
            to.post(arrived);
        } catch (RejectedExecutionException e) {
            log.debug("a connection arrived after the server had stopped", e);
        }
    }
}
