package dev.herald.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BenchTest {
    private static final Fanout.Load FEW = new Fanout.Load(5, Protocol.SOCKETIO, 200, 1);
    private static final Fanout.Pace SHORT = new Fanout.Pace(8, 32, 1);

    @Test
    void socketIoIsMeasuredBesideThePlainDialectAndItsOwnServer() {
        try (Target herald = Target.herald();
                Target node = Target.node()) {
            Fanout.Load plain = new Fanout.Load(5, Protocol.WEBSOCKET, 200, 1);
            assertThat(Fanout.fullSpeed(herald, plain, 8, 32).deliveriesPerSecond())
                    .isPositive();
            assertThat(Fanout.fullSpeed(herald, FEW, 8, 32).toString()).startsWith("herald socket.io ");
            assertThat(Fanout.fullSpeed(node, FEW, 8, 32).toString()).startsWith("socket.io on Node ");
        }
    }

    @Test
    void pollingClientsHearEverythingOnceAndInOrder() {
        try (Target herald = Target.herald()) {
            assertThat(Pollers.measure(herald, 5, SHORT, 200))
                    .contains("5 clients")
                    .endsWith(" 0 errors");
        }
    }

    @Test
    void audiencesAreMeasuredTogetherAndApart() {
        try (Target herald = Target.herald()) {
            assertThat(Audiences.measure(herald, false, FEW, SHORT)).startsWith("one room");
            assertThat(Audiences.measure(herald, true, FEW, SHORT)).startsWith("own rooms");
        }
    }

    @Test
    void snapshotsAreMeasuredBesideGitsOwnTree() throws Exception {
        assertThat(Snapshots.measure(300, 3)).startsWith("300 files, 3 changed").contains("ratio ");
    }

    /** A count of no errors says something only if a poller can see them. */
    @Test
    void pollerComplainsOfEventsThatAreMissingDoubledOrRefused() {
        assertThat(complaints("42[\"custom.bench\",{\"n\":0}]", "42[\"custom.bench\",{\"n\":1}]"))
                .isZero();
        assertThat(complaints("42[\"custom.bench\",{\"n\":0}]", "42[\"custom.bench\",{\"n\":2}]"))
                .isEqualTo(1);
        assertThat(complaints("42[\"custom.bench\",{\"n\":0}]", "42[\"custom.bench\",{\"n\":0}]"))
                .isEqualTo(1);
        assertThat(complaints("44{\"message\":\"no\"}")).isEqualTo(1);
    }

    private static long complaints(String... packets) {
        Tally tally = new Tally();
        EmbeddedChannel channel = new EmbeddedChannel(new Poller(tally));
        channel.writeInbound(new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.OK,
                Unpooled.copiedBuffer(String.join("\u001e", packets), StandardCharsets.UTF_8)));
        tally.closing();
        channel.finishAndReleaseAll();
        return tally.errors();
    }
}
