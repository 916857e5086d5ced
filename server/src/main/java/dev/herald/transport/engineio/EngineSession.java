package dev.herald.transport.engineio;

import dev.herald.net.NettyLoop;
import dev.herald.transport.Sweep;
import dev.herald.transport.WireBytes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One client's session (Engine.IO 4). Runs on its home loop, but for {@link #id} and {@link #loop}.
 *
 * <p>It travels by polling, by a WebSocket, or is changing from the first to the second: <em>polling</em> → (a WebSocket
 * with its id says {@code 2probe}) <em>upgrading</em>, while nothing in bulk is written and each polling request is
 * answered at once → ({@code 5}) <em>WebSocket</em>; an upgrade that is not completed in time, or whose WebSocket is lost,
 * leads back to polling.
 *
 * <p>Polling is writable while a request is pending and not full. What is written in one turn of the loop leaves together
 * when the turn is over. Between two requests only the few packets of the server's own wait.
 */
public final class EngineSession implements Sweep.Member {
    private static final long LINGER_MILLIS = 5_000;

    private final EngineLoop home;
    private final String id;
    private final EngineClient client;
    private final String remoteAddress;
    private final Polling polling;
    private final Heartbeat heartbeat;
    private final Upgrade upgrade = new Upgrade();
    private @Nullable EngineApplication application;

    private @Nullable EngineWire wire;
    private boolean isOpen = true;

    /** When the last packets of a session that is closed are thrown away; 0 while it is open. */
    private long lingerMillis;

    private int slot;

    EngineSession(EngineLoop home, String id, EngineClient client, String remoteAddress) {
        this.home = home;
        this.id = id;
        this.remoteAddress = remoteAddress;
        this.client = client;
        this.polling = new Polling(home.loop(), client.packetsMax());
        this.heartbeat = new Heartbeat(home);
    }

    /** Unguessable. Any thread. */
    public String id() {
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
        if (!isOpen) {
            return false;
        }
        if (wire != null) {
            return wire.isWritable();
        }
        return !upgrade.isUnderWay() && polling.hasRoom(home.settings().pollBytesMax());
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
        send(new Outgoing.Piece(("4" + message).getBytes(StandardCharsets.UTF_8), false));
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
        if (isOpen && wire == null && !polling.isEmpty()) {
            polling.add(new Outgoing.Piece(Poll.CLOSE, false));
            polling.answer();
            lingerMillis = polling.isEmpty() ? 0 : home.nowMillis() + LINGER_MILLIS;
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
        send(new Outgoing.Piece(
                home.settings().handshake(id, wire == null).getBytes(StandardCharsets.US_ASCII), false));
    }

    /** A polling request for packets. */
    void onPoll(Poll request) {
        home.loop().check();
        if (lingerMillis != 0) {
            polling.onPoll(request, () -> {});
            polling.answer();
            if (polling.isEmpty()) {
                lingerMillis = 0;
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

    /** A polling request with packets. */
    void onPush(Poll request, boolean isOnly) {
        home.loop().check();
        if (!isAlive() || wire != null) {
            request.answer((isOpen ? EngineError.BAD_REQUEST : EngineError.UNKNOWN_SID).response());
            return;
        }
        if (isOnly && !Payload.isOld(request.exchange().request())) {
            new Push(this, home, request).run();
        } else {
            request.answer(EngineError.BAD_REQUEST.response());
            cut(isOnly ? "a packet that is none" : "two requests with packets at once");
        }
    }

    /** Whether a WebSocket may come now. */
    boolean mayProbe() {
        return isAlive() && wire == null && upgrade.isIdle();
    }

    /** A WebSocket with this session's id is here; false when it may not be. */
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
        Optional<Packet> packet = Packet.parse(text);
        boolean isUnderstood = packet.isPresent()
                && (from == wire ? onPacket(packet.get()) : upgrade.isOf(from) && onProbePacket(from, packet.get()));
        if (!isUnderstood && from == wire) {
            close("a packet that is none");
        } else if (!isUnderstood) {
            drop(from, "an upgrade is 2probe, then 5");
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
            heartbeat.onProgress();
            application().onWritable();
        }
    }

    /** The WebSocket is closed, by whomever. */
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
        if (lingerMillis != 0 && now >= lingerMillis) {
            lingerMillis = 0;
            home.onLeave(this);
        }
        if (!isAlive()) {
            return;
        }
        if (heartbeat.takePing()) {
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

    /** Whether it is open and its client has answered in time; ends it if not. */
    private boolean isAlive() {
        if (isOpen && heartbeat.isMissed()) {
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
                if (heartbeat.onPong()) {
                    application().onPong();
                }
            }
            case MESSAGE -> {
                byte[] bytes = packet.bytes();
                if (bytes == null) {
                    application().onText(packet.text());
                } else {
                    application().onBinary(bytes);
                }
            }
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

    private boolean onProbePacket(EngineWire from, Packet packet) {
        if (packet.type() == Packet.Type.PING && packet.text().equals("probe")) {
            upgrade.acknowledge();
            from.text("3probe".getBytes(StandardCharsets.US_ASCII));
            polling.answer();
            return true;
        }
        if (packet.type() == Packet.Type.UPGRADE && upgrade.isUnderWay()) {
            onUpgraded(from);
            return true;
        }
        return false;
    }

    private void onUpgraded(EngineWire to) {
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
        if (lingerMillis == 0) {
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
