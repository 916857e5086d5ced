package dev.herald.transport.engineio;

import dev.herald.net.NettyLoop;
import dev.herald.transport.Sweep;
import dev.herald.transport.WireBytes;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One client's session (Engine.IO 4). Runs on its home loop, but for {@link #id} and {@link #loop}.
 *
 * <p>It travels by polling, by a WebSocket, or is changing from the first to the second: <em>polling</em> → (a WebSocket
 * with its id says {@code 2probe}) <em>upgrading</em>, while nothing in bulk is written and each polling request is
 * answered at once → ({@code 5}) <em>WebSocket</em>; an upgrade that is not completed in time, or whose WebSocket is lost,
 * leads back to polling.
 *
 * <p>Polling is writable while a request is pending and its answer is not full. What is written in one turn of the loop
 * leaves together when the turn is over. Between two requests only the few packets of the server's own wait.
 */
public final class EngineSession implements Sweep.Member {
    private final Home home;
    private final String id;
    private final EngineClient client;
    private final String remoteAddress;
    private final Polling polling;
    private final Heartbeat heartbeat;
    private final Upgrade upgrade = new Upgrade();
    private @Nullable EngineApplication application;

    /** The WebSocket that it travels by; null while it is polling, and once it is over. */
    private @Nullable EngineWire wire;

    private boolean isOpen = true;

    private int slot;

    /** What a session needs of its home. Runs on the home's loop, but for {@link #settings} and {@link #loop}. */
    interface Home {
        EngineSettings settings();

        NettyLoop loop();

        /** Never goes back. */
        long nowMillis();

        void onJoin(EngineSession session);

        /** Its id is of no use any more. */
        void onLeave(EngineSession session);

        /** It is over, and its application knows. */
        void onClosed(EngineSession session);
    }

    EngineSession(Home home, String id, EngineClient client, String remoteAddress) {
        this.home = home;
        this.id = id;
        this.remoteAddress = remoteAddress;
        this.client = client;
        this.polling = new Polling(home.loop(), client.packetsMax());
        this.heartbeat = new Heartbeat(home.settings(), home.nowMillis());
    }

    /** Unguessable. Any thread. */
    String id() {
        return id;
    }

    /** Its home. Any thread. */
    public NettyLoop loop() {
        return home.loop();
    }

    /** The address of the client that opened it. Any thread. */
    public String remoteAddress() {
        return remoteAddress;
    }

    /** What the client is. Any thread. */
    public EngineClient client() {
        return client;
    }

    public boolean isOpen() {
        return isOpen;
    }

    /** How prepared bytes must look now. */
    public EngineTransport transport() {
        if (wire == null) {
            return EngineTransport.POLLING;
        }
        return wire.isDeflated() ? EngineTransport.WEBSOCKET_DEFLATED : EngineTransport.WEBSOCKET;
    }

    /** Whether bulk may be written now; after a no the application hears when it may again. */
    public boolean isWritable() {
        if (wire != null) {
            return wire.isWritable();
        }
        return isOpen
                && !upgrade.isUnderWay()
                && polling.hasRoom(home.settings().pollBytesMax());
    }

    /** Writes bytes that are prepared for the current transport, while writable. Takes its own claim. */
    public void write(WireBytes prepared) {
        if (wire != null) {
            wire.write(prepared);
        } else if (isOpen) {
            polling.add(Outgoing.Piece.of(prepared));
        }
    }

    /** Sends a text message of the server's own, writable or not: such messages are few, and bounded when they wait. */
    public void say(String message) {
        send(Outgoing.Piece.of("4" + message));
    }

    /** The same, binary. */
    public void say(byte[] message) {
        send(new Outgoing.Piece(message, true));
    }

    /**
     * Ends the session from our side; the client is told. What was said before still leaves: by polling the client's next
     * request fetches it, if it comes soon.
     */
    public void close(String reason) {
        if (isOpen && wire == null) {
            polling.sayLast(Poll.CLOSE, home.nowMillis());
        }
        cut(reason);
    }

    /** The same at once: what waits is lost. */
    void cut(String reason) {
        if (isOpen) {
            polling.answerLast(Poll.CLOSE);
            end(reason, false);
        }
    }

    /** Gives the session up as if the network had been lost: the client comes back. */
    public void lose(String reason) {
        if (isOpen) {
            polling.answerLast(Poll.CLOSE);
            end(reason, true);
        }
    }

    /** The session begins: by polling, where the first request is answered with the handshake, or by a WebSocket. */
    void onOpen(EngineApplication carried, @Nullable EngineWire first) {
        home.loop().check();
        application = carried;
        wire = first;
        home.onJoin(this);
        send(Outgoing.Piece.of(home.settings().handshake(id, first == null)));
    }

    /** A polling request for packets. */
    void onPoll(Poll request) {
        home.loop().check();
        if (polling.isLingering()) {
            if (polling.onLastPoll(request)) {
                home.onLeave(this);
            }
        } else if (!isAlive()) {
            request.answer(EngineError.UNKNOWN_SID.response());
        } else if (wire != null) {
            request.answer(EngineError.BAD_REQUEST.response());
        } else if (polling.isPending()) {
            request.answer(EngineError.BAD_REQUEST.response());
            cut("two polling requests at once");
        } else {
            polling.onPoll(request, () -> end("transport close", true));
            if (upgrade.isUnderWay()) {
                polling.answer();
            } else {
                application().onWritable();
                polling.flush();
            }
        }
    }

    /**
     * A polling request with packets.
     *
     * @param isOnly whether no other is under way
     * @return whether its packets may be taken; else it has been answered
     */
    boolean onPush(Poll request, boolean isOnly) {
        home.loop().check();
        if (!isAlive() || wire != null) {
            request.answer((isOpen ? EngineError.BAD_REQUEST : EngineError.UNKNOWN_SID).response());
            return false;
        }
        if (isOnly && !Payload.isOld(request.exchange().request())) {
            return true;
        }
        request.answer(EngineError.BAD_REQUEST.response());
        cut(isOnly ? "a packet that is none" : "two requests with packets at once");
        return false;
    }

    /** Whether a WebSocket may come now. */
    boolean mayProbe() {
        return isAlive() && wire == null && upgrade.isIdle();
    }

    /** A WebSocket with this session's id has come. Answers false when the session takes none now. */
    boolean onProbe(EngineWire candidate) {
        home.loop().check();
        if (!mayProbe()) {
            return false;
        }
        upgrade.begin(candidate, home.nowMillis() + home.settings().upgradeMillis());
        return true;
    }

    void onText(EngineWire from, String text) {
        home.loop().check();
        Packet packet = Packet.parse(text).orElse(null);
        if (from != wire) {
            takeProbe(from, packet);
        } else if (packet == null || !onPacket(packet)) {
            close("a packet that is none");
        }
    }

    void onBinary(EngineWire from, byte[] bytes) {
        home.loop().check();
        if (from == wire) {
            onPacket(Packet.binary(bytes));
        } else {
            drop(from, "an upgrade is 2probe, then 5");
        }
    }

    void onWireWritable(EngineWire from) {
        home.loop().check();
        if (from == wire && isOpen) {
            heartbeat.progress(home.nowMillis());
            application().onWritable();
        }
    }

    /** The WebSocket is closed, whoever closed it. */
    void onWireGone(EngineWire from) {
        home.loop().check();
        if (upgrade.isOf(from)) {
            leaveUpgrade();
        } else if (from == wire) {
            end("transport close", true);
        }
    }

    private void drop(EngineWire candidate, String reason) {
        onWireGone(candidate);
        candidate.close(reason);
    }

    @Override
    public void onSweep() {
        home.loop().check();
        long now = home.nowMillis();
        if (polling.takeOverdue(now)) {
            home.onLeave(this);
        }
        if (!isAlive()) {
            return;
        }
        if (heartbeat.takePing(now)) {
            application().onPing();
            send(new Outgoing.Piece(new byte[] {'2'}, false));
        }
        EngineWire late = upgrade.late(now);
        if (late != null) {
            drop(late, "the upgrade was not completed in time");
        }
        if (isOpen) {
            application().onTime();
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

    /** Whether it is open. A session whose client has not answered in time is ended now. */
    private boolean isAlive() {
        if (isOpen && heartbeat.isMissed(home.nowMillis())) {
            polling.answerLast(Poll.CLOSE);
            end("ping timeout", true);
        }
        return isOpen;
    }

    /** Answers whether the packet may come now. */
    boolean onPacket(Packet packet) {
        home.loop().check();
        switch (packet.type()) {
            case PONG -> {
                if (heartbeat.takePong(home.nowMillis())) {
                    application().onPong();
                }
            }
            case MESSAGE -> packet.deliver(application());
            case CLOSE -> {
                polling.answer();
                end("the client closed", false);
            }
            case OPEN, PING, UPGRADE, NOOP -> {
                return false;
            }
        }
        return true;
    }

    /** @param packet null for what is no packet */
    private void takeProbe(EngineWire from, @Nullable Packet packet) {
        switch (upgrade.take(from, packet)) {
            case WORKS -> {
                from.text("3probe".getBytes(StandardCharsets.US_ASCII));
                polling.answer();
            }
            case COMPLETE -> moveTo(from);
            case WRONG -> drop(from, "an upgrade is 2probe, then 5");
        }
    }

    private void moveTo(EngineWire to) {
        polling.answer();
        upgrade.end();
        wire = to;
        for (Outgoing.Piece piece : polling.takeRest()) {
            send(piece);
        }
        application().onTransport();
        application().onWritable();
    }

    private void leaveUpgrade() {
        boolean wasUnderWay = upgrade.isUnderWay();
        upgrade.end();
        if (wasUnderWay && isOpen) {
            application().onWritable();
            polling.flush();
        }
    }

    private void send(Outgoing.Piece piece) {
        if (!isOpen) {
            return;
        }
        if (wire != null) {
            if (piece.isBinary()) {
                wire.binary(piece.bytes());
            } else {
                wire.text(piece.bytes());
            }
            return;
        }
        polling.add(piece);
        if (polling.bytes() > home.settings().waitingBytesMax()) {
            cut("the client does not take what it is sent");
        }
    }

    private void end(String reason, boolean isAbrupt) {
        isOpen = false;
        if (!polling.isLingering()) {
            home.onLeave(this);
        }
        EngineWire last = wire;
        EngineWire unfinished = upgrade.end();
        wire = null;
        application().onClose(reason, isAbrupt);
        home.onClosed(this);
        if (unfinished != null) {
            unfinished.close(reason);
        }
        if (last != null) {
            last.close(reason);
        }
    }

    private EngineApplication application() {
        if (application == null) {
            throw new IllegalStateException("the session has not been opened");
        }
        return application;
    }
}
