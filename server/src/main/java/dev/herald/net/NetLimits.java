package dev.herald.net;

import dev.herald.setting.Form;
import dev.herald.setting.Setting;
import dev.herald.setting.Values;
import java.time.Duration;

/**
 * What a connection may cost.
 *
 * @param connections open at once; those above are answered 503
 * @param requests being handled at once; those above are answered 503
 * @param requestLineBytes of a request line; longer is answered 414
 * @param headerBytes of all header fields of a request; more is answered 431
 * @param bodyBytes of a request; more is answered 413
 * @param bodiesBytes of all request bodies being received and handled at once; more is answered 503
 * @param answersBytes of all answers that clients have not taken yet; for more the oldest are thrown away. Each loop has
 *     its share
 * @param head from the first byte of a request to the end of its head; longer is answered 408
 * @param body from the end of the head to the end of the body; longer is answered 408
 * @param idle a connection without a request; then it is closed
 * @param write of an answer until the client has taken it; then its stream is reset, over HTTP/1.x its connection closed
 * @param stop from the begin of a graceful close to its end
 * @param outboundLowBytes below this a channel is writable again
 * @param outboundHighBytes above this a channel is not writable
 */
public record NetLimits(
        int connections,
        int requests,
        int requestLineBytes,
        int headerBytes,
        int bodyBytes,
        long bodiesBytes,
        long answersBytes,
        Duration head,
        Duration body,
        Duration idle,
        Duration write,
        Duration stop,
        int outboundLowBytes,
        int outboundHighBytes) {
    public static final Setting<Long> OUTBOUND_BYTES = Setting.one(
            "outbound-bytes",
            Form.bytes("4 KiB", "64 MiB"),
            "256 KiB",
            "Bytes on their way to one session before the server waits for it.");

    public static final NetLimits DEFAULT = of(Values.STANDARD);

    public static NetLimits of(Values values) {
        int outboundBytes = values.takeInt(OUTBOUND_BYTES);
        return new NetLimits(
                10_000,
                10_000,
                8 << 10,
                16 << 10,
                16 << 20,
                256L << 20,
                128L << 20,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                outboundBytes / 2,
                outboundBytes);
    }

    public NetLimits {
        if (connections < 1
                || requests < 1
                || requestLineBytes < 64
                || headerBytes < 256
                || bodyBytes < 0
                || bodiesBytes < bodyBytes
                || answersBytes < 1) {
            throw new IllegalArgumentException("limits of connections, lines, headers and bodies must be positive");
        }
        if (outboundLowBytes < 1 || outboundHighBytes < outboundLowBytes) {
            throw new IllegalArgumentException("0 < outboundLowBytes <= outboundHighBytes is wanted, not "
                    + outboundLowBytes + " and " + outboundHighBytes);
        }
    }

    public NetLimits withConnections(int max) {
        return new NetLimits(
                max,
                requests,
                requestLineBytes,
                headerBytes,
                bodyBytes,
                bodiesBytes,
                answersBytes,
                head,
                body,
                idle,
                write,
                stop,
                outboundLowBytes,
                outboundHighBytes);
    }

    /** For bodies of so many bytes, and room for one of them at least. */
    public NetLimits withBodyBytes(int bytes) {
        return new NetLimits(
                connections,
                requests,
                requestLineBytes,
                headerBytes,
                bytes,
                Math.max(bodiesBytes, bytes),
                answersBytes,
                head,
                body,
                idle,
                write,
                stop,
                outboundLowBytes,
                outboundHighBytes);
    }

    public NetLimits withStop(Duration other) {
        return new NetLimits(
                connections,
                requests,
                requestLineBytes,
                headerBytes,
                bodyBytes,
                bodiesBytes,
                answersBytes,
                head,
                body,
                idle,
                write,
                other,
                outboundLowBytes,
                outboundHighBytes);
    }

    public NetLimits withOutbound(int lowBytes, int highBytes) {
        return new NetLimits(
                connections,
                requests,
                requestLineBytes,
                headerBytes,
                bodyBytes,
                bodiesBytes,
                answersBytes,
                head,
                body,
                idle,
                write,
                stop,
                lowBytes,
                highBytes);
    }

    public NetLimits withAnswersBytes(long max) {
        return new NetLimits(
                connections,
                requests,
                requestLineBytes,
                headerBytes,
                bodyBytes,
                bodiesBytes,
                max,
                head,
                body,
                idle,
                write,
                stop,
                outboundLowBytes,
                outboundHighBytes);
    }
}
