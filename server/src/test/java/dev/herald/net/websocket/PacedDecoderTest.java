package dev.herald.net.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.loop.Clock;
import dev.herald.loop.ManualLoop;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PacedDecoderTest {
    private static final byte[] PONG = {(byte) 0x8a, 0};
    private static final int READS = 16;
    private static final long READ_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ManualLoop loop = new ManualLoop();
    private long nanos;
    private int frames;

    @Test
    void theTimeOfATurnIsThatOfAllItsReads() {
        EmbeddedChannel channel = new EmbeddedChannel(
                new PacedDecoder(
                        WebSocketDecoderConfig.newBuilder()
                                .expectMaskedFrames(false)
                                .build(),
                        loop,
                        new TurnClock(),
                        () -> false),
                new Costly());
        for (int read = 0; read < READS; read++) {
            channel.pipeline().fireChannelRead(Unpooled.wrappedBuffer(PONG));
        }
        channel.pipeline().fireChannelReadComplete();
        assertThat(frames).as("frames in one turn").isEqualTo(2);
        loop.advance(100);
        assertThat(frames).as("all come in later turns").isEqualTo(READS);
        channel.finishAndReleaseAll();
    }

    private final class TurnClock implements Clock {
        @Override
        public long epochMillis() {
            return 0;
        }

        @Override
        public long nanos() {
            return nanos;
        }
    }

    private final class Costly extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object frame) {
            ReferenceCountUtil.release(frame);
            frames++;
            nanos += READ_NANOS;
        }
    }
}
