package dev.herald.transport.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.hub.LiveMessage;
import dev.herald.journal.Appended;
import dev.herald.journal.Drafts;
import dev.herald.net.Framing;
import dev.herald.session.Answer;
import dev.herald.session.SessionSettings;
import dev.herald.session.SessionStage;
import dev.herald.session.Wish;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2DataFrame;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class SseSessionTest {
    private final SessionStage stage = new SessionStage(SessionSettings.DEFAULT);
    private final Map<UUID, SseSession> registry = new ConcurrentHashMap<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @Test
    void aBatchIsOneChunk() {
        open(Framing.CHUNKED, false);
        sent();
        List<Position> positions = stage.journal.append(Drafts.files(2)).stream()
                .map(Appended::position)
                .toList();
        stage.loop.run();
        ByteBuf chunk = channel.readOutbound();
        String text = chunk.toString(StandardCharsets.UTF_8);
        chunk.release();
        int head = text.indexOf("\r\n");
        String body = text.substring(head + 2, text.length() - 2);
        assertThat(Integer.parseInt(text.substring(0, head), 16)).isEqualTo(body.length());
        assertThat(text).endsWith("\n\n\r\n");
        assertThat(body)
                .startsWith("id: " + positions.get(0) + "\ndata: {\"event_id\":\"" + positions.get(0) + "\"")
                .contains("}\n\nid: " + positions.get(1) + "\ndata: {");
        assertThat(channel.<ByteBuf>readOutbound()).isNull();
    }

    @Test
    void theTypeIsNamedWhereThatIsAskedForAndTheAliasToo() {
        open(Framing.UNTIL_CLOSE, true, "auto_commit");
        sent();
        Position a = stage.append(Drafts.of(KnownType.AUTO_COMMIT_START, "demo", "\"event\":\"start\""));
        assertThat(sent())
                .startsWith("id: " + a + "\nevent: auto_commit\ndata: {")
                .contains("\"type\":\"auto_commit\",")
                .endsWith("}\n\n");
    }

    @Test
    void whatTheServerSaysOfItselfHasNoId() {
        open(Framing.HTTP2_DATA, true);
        sent();
        stage.hub.announce(new LiveMessage(KnownType.HEALTH_CHECK, null, "{\"x\":1}".getBytes(StandardCharsets.UTF_8)));
        stage.loop.run();
        assertThat(sent()).isEqualTo("event: health_check\ndata: {\"x\":1}\n\n");
        stage.loop.advance(30_000);
        assertThat(sent()).contains("data: {\"type\":\"heartbeat\",\"timestamp\":");
    }

    /** What others are told passes a quiet stream by, and what it shows when it comes back is not older. */
    @Test
    void aHeartbeatHasTheIdOfTheLastEventThatPassed() {
        open(Framing.HTTP2_DATA, false, "commit");
        sent();
        Position others = stage.append(Drafts.of(KnownType.AUTO_COMMIT_START, "demo", "\"event\":\"start\""));
        assertThat(sent()).isEmpty();
        stage.loop.advance(30_000);
        assertThat(sent())
                .startsWith("id: " + others + "\ndata: {\"type\":\"heartbeat\"")
                .endsWith("\"last_event_id\":\"" + others + "\"}\n\n");
    }

    @Test
    void whoTakesNothingForTheIdleTimeIsClosed() {
        open(Framing.CHUNKED, false);
        writable(false);
        stage.loop.advance(299_000);
        writable(true);
        writable(false);
        stage.loop.advance(299_000);
        assertThat(channel.isOpen()).isTrue();
        stage.loop.advance(2_000);
        assertThat(channel.isOpen()).isFalse();
        assertThat(registry).isEmpty();
        assertThat(stage.rules.open()).isZero();
        assertThat(stage.hub.statistics().connections()).isZero();
    }

    @Test
    void aStreamEndsWithTheLastChunkAndWritesNothingAfterIt() {
        SseSession session = open(Framing.CHUNKED, false);
        sent();
        session.onStop();
        stage.file("a");
        assertThat(sent()).isEqualTo("0\r\n\r\n");
        assertThat(channel.isOpen()).isFalse();
    }

    private SseSession open(Framing framing, boolean isNamed, String... types) {
        stage.rules.admit();
        SseLoop home = new SseLoop(stage.rules, stage.loop, registry);
        SseSession session = new SseSession(home, channel, stage.shard, framing, isNamed, stage.caller());
        channel.pipeline().addLast(session);
        Wish wish = new Wish(List.of(types), null, List.of(), null, false);
        session.onOpen((Answer.Granted) stage.rules.interests().resolve(wish, dev.herald.access.Grant.OPEN), null);
        return session;
    }

    private String sent() {
        channel.runPendingTasks();
        StringBuilder text = new StringBuilder();
        for (Object out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            ByteBuf bytes = out instanceof Http2DataFrame frame ? frame.content() : (ByteBuf) out;
            text.append(bytes.toString(StandardCharsets.UTF_8));
            bytes.release();
        }
        return text.toString();
    }

    private void writable(boolean isWritable) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, isWritable);
        channel.runPendingTasks();
        stage.loop.run();
    }
}
