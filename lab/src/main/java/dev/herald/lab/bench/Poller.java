package dev.herald.lab.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One client that polls, on one connection: asks for packets, says what is to be said, asks again. What it did not expect
 * is an error in the tally. Runs on its loop.
 */
final class Poller extends SimpleChannelInboundHandler<FullHttpResponse> {
    private static final char SEPARATOR = 0x1e;
    private static final byte[] NUMBER = "\"n\":".getBytes(StandardCharsets.US_ASCII);

    private final Tally tally;
    private final List<String> toSay = new ArrayList<>();
    private String path = "/socket.io/?EIO=4&transport=polling";
    private long next;
    private boolean isSaying;

    Poller(Tally tally) {
        this.tally = tally;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        goOn(context);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
        if (response.status().code() != 200) {
            tally.onError(
                    "answered " + response.status() + " " + response.content().toString(StandardCharsets.UTF_8));
            context.close();
            return;
        }
        if (!isSaying) {
            tally.onAnswer();
            onPackets(response.content());
        }
        goOn(context);
    }

    private void onPackets(ByteBuf body) {
        int size = body.readableBytes();
        byte[] bytes = ByteBufUtil.getBytes(body);
        long now = System.nanoTime();
        long before = next;
        int from = 0;
        for (int at = 0; at <= size; at++) {
            if (at == size || bytes[at] == SEPARATOR) {
                onPacket(bytes, from, at, now);
                from = at + 1;
            }
        }
        tally.onEvents(next - before, size);
    }

    private void onPacket(byte[] bytes, int from, int to, long now) {
        switch (bytes[from]) {
            case '0' -> {
                String open = new String(bytes, from, to - from, StandardCharsets.UTF_8);
                int sid = open.indexOf("\"sid\":\"") + 7;
                path += "&sid=" + open.substring(sid, open.indexOf('"', sid));
                toSay.add("40");
            }
            case '2' -> toSay.add("3");
            case '4' -> onMessage(bytes, from, to, now);
            case '6' -> {
                // Nothing to say within the server's patience.
            }
            default ->
                tally.onError("an unexpected packet " + new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }
    }

    private void onMessage(byte[] bytes, int from, int to, long now) {
        switch (bytes[from + 1]) {
            case '0' -> toSay.add(SocketIo.join(SocketIo.ROOM));
            case '2' -> {
                if (bytes[from + 5] == 'u') {
                    onEvent(number(bytes, from, to), now);
                }
            }
            case '3' -> tally.onReady();
            default -> tally.onError("refused: " + new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }
    }

    private void onEvent(long number, long now) {
        if (number != next) {
            tally.onError("event " + number + " came where " + next + " was due");
        }
        if (number >= next) {
            tally.onArrival(number, now);
            next = number + 1;
        }
    }

    /** What the event says is its number; -1 for nothing. */
    private static long number(byte[] bytes, int from, int to) {
        for (int at = from; at + NUMBER.length < to; at++) {
            if (java.util.Arrays.equals(bytes, at, at + NUMBER.length, NUMBER, 0, NUMBER.length)) {
                long number = 0;
                for (int digit = at + NUMBER.length; bytes[digit] >= '0' && bytes[digit] <= '9'; digit++) {
                    number = number * 10 + bytes[digit] - '0';
                }
                return number;
            }
        }
        return -1;
    }

    private void goOn(ChannelHandlerContext context) {
        isSaying = !toSay.isEmpty();
        ByteBuf body = isSaying
                ? Unpooled.copiedBuffer(String.join(String.valueOf(SEPARATOR), toSay), StandardCharsets.UTF_8)
                : Unpooled.EMPTY_BUFFER;
        toSay.clear();
        HttpMethod method = isSaying ? HttpMethod.POST : HttpMethod.GET;
        FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, path, body);
        request.headers().set("Host", "127.0.0.1");
        if (isSaying) {
            request.headers()
                    .set("Content-Type", "text/plain;charset=UTF-8")
                    .set("Content-Length", body.readableBytes());
        }
        context.writeAndFlush(request);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        tally.onLeft();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        tally.onError(cause.toString());
        context.close();
    }
}
