package dev.herald.net;

import dev.herald.setting.Form;
import dev.herald.setting.Setting;
import dev.herald.setting.Values;
import java.time.Duration;

/**
 * What a connection may cost.
 *
 * @param connections open at once; those above are answered 503
 * @param refusals connections above those that are answered so; more are closed without a word
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
        int refusals,
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
    static final Setting<Long> HEAD_BYTES = Setting.one(
            "head-bytes",
            Form.bytes("4 KiB", "1 MiB"),
            "32 KiB",
            "Largest sum of the header fields of a request, cookies included; more is answered 431.");
    static final Setting<Long> KEEP_ALIVE = Setting.one(
            "keep-alive",
            Form.duration("1 s", "3600 s"),
            "75 s",
            "A connection without a request is closed after so long; longer than a load balancer before the server keeps it.");
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
                256,
                10_000,
                8 << 10,
                values.takeInt(HEAD_BYTES),
                16 << 20,
                256L << 20,
                128L << 20,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofMillis(values.take(KEEP_ALIVE)),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                outboundBytes / 2,
                outboundBytes);
    }

    public NetLimits {
        if (connections < 1
                || refusals < 0
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
        return withConnections(max, refusals);
    }

    /**
     * @param max open at once
     * @param told above those, that are told so
     */
    public NetLimits withConnections(int max, int told) {
        return new NetLimits(
                max,
                told,
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
                refusals,
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
                refusals,
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
                refusals,
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
                refusals,
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
