package dev.herald.transport.websocket;

import dev.herald.access.Verdict;
import dev.herald.event.Position;
import dev.herald.hub.Dialect;
import dev.herald.hub.Shard;
import dev.herald.loop.Loop;
import dev.herald.net.websocket.WebSocketApplication;
import dev.herald.net.websocket.WebSocketConnection;
import dev.herald.session.Caller;
import dev.herald.session.Ending;
import dev.herald.session.Peer;
import dev.herald.session.Session;
import dev.herald.session.SessionRules;
import dev.herald.transport.Sweep;
import dev.herald.transport.WireBytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session on a WebSocket: its messages go to the session, its events to the connection. Runs on its loop. */
final class WebSocketSession implements WebSocketApplication, Peer<WireBytes>, Sweep.Member {
    /** Where a session lives: what it shares with the others of its loop. */
    interface Home {
        /** Any thread. */
        SessionRules rules();

        /** How events look on such a connection; one for all of them. */
        Dialect<WireBytes> dialect(boolean isDeflated, boolean isAliased);

        /** The handshake is over. */
        void onJoin(WebSocketSession session);

        /** The connection is gone. */
        void onLeave(WebSocketSession session);
    }

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketSession.class);
    private static final int GOING_AWAY = 1001;
    private static final int POLICY_VIOLATION = 1008;
    private static final int TRY_AGAIN_LATER = 1013;
    private static final int TOKEN_EXPIRED = 4401;

    private final Home home;
    private final WebSocketConnection connection;
    private final Session<WireBytes> session;
    private int slot;
    /** When the next heartbeat is due. */
    private long beatMillis;

    WebSocketSession(Home home, WebSocketConnection connection, Shard shard, Caller caller) {
        this.home = home;
        this.connection = connection;
        this.session = new Session<>(home.rules(), this, shard.onOpen(this), caller);
    }

    /** The handshake is over. */
    void onOpen() {
        loop().check();
        home.onJoin(this);
        beatMillis = home.rules().nowMillis() + home.rules().settings().heartbeatMillis();
        session.onOpen();
    }

    /** The handshake is over, but the token that came with it does not hold: says so and ends. */
    void onOpen(Verdict.Denied denied) {
        onOpen();
        session.onDenied(denied);
    }

    /** The server stops. */
    void onStop() {
        loop().check();
        connection.close(GOING_AWAY, "the server stops");
    }

    @Override
    public boolean isWritable() {
        return connection.isWritable();
    }

    @Override
    public void write(WireBytes events) {
        connection.write(events.claim());
    }

    @Override
    public void say(byte[] json) {
        connection.text(json);
    }

    @Override
    public void end(Ending ending, String reason) {
        connection.close(
                switch (ending) {
                    case UNAUTHENTICATED -> POLICY_VIOLATION;
                    case EXPIRED -> TOKEN_EXPIRED;
                },
                reason);
    }

    @Override
    public Loop loop() {
        return connection.loop();
    }

    @Override
    public String transport() {
        return "websocket";
    }

    @Override
    public Dialect<WireBytes> dialect(boolean isAliased) {
        return home.dialect(connection.isDeflated(), isAliased);
    }

    @Override
    public void onGap(Position requested, Position oldestAvailable) {
        loop().check();
        session.onGap(requested, oldestAvailable);
    }

    @Override
    public void onBroken(String reason) {
        loop().check();
        LOG.warn("session {} cannot go on: {}", session.id(), reason);
        connection.close(TRY_AGAIN_LATER, "come back and resume: " + reason);
    }

    @Override
    public void onText(String text) {
        loop().check();
        session.onMessage(text);
    }

    @Override
    public void onBinary(byte[] message) {
        loop().check();
        session.onBinary();
    }

    @Override
    public void onWritable() {
        loop().check();
        beatIfDue();
        session.onWritable();
    }

    @Override
    public void onClosing() {
        loop().check();
        session.onClose();
    }

    @Override
    public void onGone() {
        loop().check();
        home.onLeave(this);
    }

    @Override
    public void onSweep() {
        loop().check();
        if (connection.isOpen()) {
            session.onTime();
        }
        long silence = home.rules().nowMillis() - connection.heardMillis();
        if (silence >= home.rules().settings().idleMillis()) {
            connection.close(GOING_AWAY, "no sign of life");
        } else if (connection.isWritable()) {
            beatIfDue();
        }
    }

    @Override
    public int slot() {
        return slot;
    }

    @Override
    public void slot(int slot) {
        this.slot = slot;
    }

    private void beatIfDue() {
        if (home.rules().nowMillis() >= beatMillis) {
            beatMillis = home.rules().nowMillis() + home.rules().settings().heartbeatMillis();
            connection.ping();
            session.onHeartbeat();
        }
    }
}
