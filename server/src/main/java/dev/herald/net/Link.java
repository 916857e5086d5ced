package dev.herald.net;

import dev.herald.http.Headers;
import io.netty.channel.Channel;
import io.netty.util.AsciiString;

/**
 * A connection as this room hands it to the protocol that is spoken on it. Runs on the connection's loop; one for each
 * connection, as long as it speaks HTTP.
 */
public final class Link {
    private final Site site;
    private final NettyLoop loop;
    private final Channel channel;
    private final boolean isRefused;

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

    /** The client owes nothing now: the head of a request has come. */
    public void onRequest() {
        loop.waiting().onRequest(channel);
    }

    /** The client has what it asked for, and may be displaced by a new one until it asks again. */
    public void onAnswered() {
        loop.waiting().onAnswered(channel);
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
