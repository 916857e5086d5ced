package dev.herald.net;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The connections of a loop that owe us a request, the one that has owed it longest first: those that have never made
 * one, then those that have. When there are as many connections as there may be, one of these makes room, so that
 * connections which are opened and left alone, or send half a request, keep nobody out. Runs on its loop.
 *
 * <p>There is no limit of these by address: behind a proxy, or on one machine, very many honest clients have one address,
 * and an attacker has many. An honest client sends its request at once, and is not the oldest for long.
 */
final class Waiting {
    private final Set<Channel> fresh = new LinkedHashSet<>();
    private final Set<Channel> idle = new LinkedHashSet<>();

    /** Has been accepted. */
    void onOpen(Channel channel) {
        fresh.add(channel);
        EventLoop home = channel.eventLoop();
        channel.closeFuture().addListener(closed -> {
            // One that was upgraded may have moved to another loop; it has owed nothing since.
            if (home.inEventLoop()) {
                onRequest(channel);
            }
        });
    }

    /** Owes nothing now: the head of a request has come, or it is closed. */
    void onRequest(Channel channel) {
        if (!fresh.remove(channel)) {
            idle.remove(channel);
        }
    }

    /** Has its answer. */
    void onAnswered(Channel channel) {
        if (channel.isActive()) {
            idle.add(channel);
        }
    }

    /** Closes the oldest but for {@code newcomer}; false where there is none. */
    boolean makeRoom(Channel newcomer) {
        return closeOldest(fresh, newcomer) || closeOldest(idle, newcomer);
    }

    private static boolean closeOldest(Set<Channel> waiting, Channel newcomer) {
        Iterator<Channel> oldest = waiting.iterator();
        if (!oldest.hasNext()) {
            return false;
        }
        Channel channel = oldest.next();
        if (channel == newcomer) {
            return false;
        }
        oldest.remove();
        // At once and without TLS's goodbye, for which one would have to wait.
        channel.unsafe().close(channel.voidPromise());
        return true;
    }
}
