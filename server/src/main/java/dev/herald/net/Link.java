package dev.herald.net;

import dev.herald.http.Headers;
import io.netty.channel.Channel;
import io.netty.util.AsciiString;

/**
 * A connection as this room hands it to the protocol that is spoken on it. Runs on the connection's loop; one for each
 * connection, as long as it speaks HTTP.
 */
public final class Link implements Debtor {
    private final Site site;
    private final NettyLoop loop;
    private final Channel channel;
    private final boolean isRefused;
    private Owed owed = Owed.NOTHING;

    Link(Site site, NettyLoop loop, Channel channel, boolean isRefused) {
        this.site = site;
        this.loop = loop;
        this.channel = channel;
        this.isRefused = isRefused;
    }

    public Site site() {
        return site;
    }

    public NettyLoop loop() {
        return loop;
    }

    public Channel channel() {
        return channel;
    }

    /** Whether the server has as many connections as it may: every request is answered 503 then. */
    public boolean isRefused() {
        return isRefused;
    }

    /** The address at the other end, for logs and limits; empty where there is none. */
    public String peer() {
        return Remote.of(channel).text();
    }

    /** Where a request comes from that has these fields: a trusted proxy says it of others. */
    public String client(Headers headers) {
        return Remote.of(channel).client(site.proxies().trusted(), headers);
    }

    /** The value of {@code Date} now. */
    public AsciiString date() {
        return loop.date();
    }

    /** From now on the client owes this; until it has done it, it may have to go for a new one. */
    public void owes(Owed what) {
        loop.check();
        // What is written to a connection ends when it closes, and its end may be told after the closing.
        Owed now = channel.isOpen() ? what : Owed.NOTHING;
        if (owed != now) {
            loop.waiting().move(this, owed, now);
            owed = now;
        }
    }

    /** An answer waits for the client to take it; older ones may have to go for it. */
    public void add(Untaken answer) {
        loop.check();
        int dropped = loop.answers().add(answer);
        for (; dropped > 0; dropped--) {
            dropped();
        }
    }

    /** The time of an answer that was not taken is over. */
    public void dropped() {
        site.meters().dropped();
    }

    /** It waits no longer. */
    public void remove(Untaken answer) {
        loop.check();
        loop.answers().remove(answer);
    }

    /** The channel has closed, on whatever loop it was then; one that moved owes nothing. */
    void closed() {
        if (owed != Owed.NOTHING) {
            owes(Owed.NOTHING);
        }
    }

    /** Closes at once, without a word. */
    @Override
    public void cut() {
        owes(Owed.NOTHING);
        channel.unsafe().close(channel.voidPromise());
    }

    /** The handler takes part in the graceful close from now on. */
    public void join(Stoppable handler) {
        loop.connections().add(handler);
    }

    /** And no longer. */
    public void leave(Stoppable handler) {
        loop.connections().remove(handler);
    }

    /** Takes the connection to another loop of the server; {@code arrived} runs there, also when it was closed meanwhile. */
    public void move(NettyLoop to, Runnable arrived) {
        Relocation.move(channel, to, arrived);
    }
}
