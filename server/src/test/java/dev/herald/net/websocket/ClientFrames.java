package dev.herald.net.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;

/** A client's frames, made by hand so that they can be wrong, and a server's, taken apart. */
public final class ClientFrames {
    public static final int CONTINUATION = 0x0;
    public static final int TEXT = 0x1;
    public static final int BINARY = 0x2;
    public static final int CLOSE = 0x8;
    public static final int PING = 0x9;
    public static final int PONG = 0xA;
    public static final int FINAL = 0x80;
    public static final int RSV1 = 0x40;
    private static final byte[] MASK = {1, 2, 3, 4};

    private ClientFrames() {}

    public static byte[] text(String text) {
        return frame(FINAL | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** @param first the frame's first byte: final, reserved bits, opcode */
    public static byte[] frame(int first, byte[] payload) {
        byte[] frame = new byte[header(payload.length) + MASK.length + payload.length];
        int at = writeHeader(frame, first, payload.length, 0x80);
        System.arraycopy(MASK, 0, frame, at, MASK.length);
        for (int i = 0; i < payload.length; i++) {
            frame[at + MASK.length + i] = (byte) (payload[i] ^ MASK[i % MASK.length]);
        }
        return frame;
    }

    /** As a client must not send it. */
    public static byte[] unmasked(int first, byte[] payload) {
        byte[] frame = new byte[header(payload.length) + payload.length];
        int at = writeHeader(frame, first, payload.length, 0);
        System.arraycopy(payload, 0, frame, at, payload.length);
        return frame;
    }

    public static byte[] close(int code) {
        return frame(FINAL | CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
    }

    public static byte[] join(byte[]... frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }

    private static int header(int length) {
        return length < 126 ? 2 : length <= 0xFFFF ? 4 : 10;
    }

    private static int writeHeader(byte[] frame, int first, int length, int mask) {
        ByteBuf out = Unpooled.wrappedBuffer(frame).clear();
        out.writeByte(first);
        if (length < 126) {
            out.writeByte(mask | length);
        } else if (length <= 0xFFFF) {
            out.writeByte(mask | 126).writeShort(length);
        } else {
            out.writeByte(mask | 127).writeLong(length);
        }
        return out.writerIndex();
    }

    /** A frame of the server. */
    public record Frame(int first, byte[] payload) {
        public int opcode() {
            return first & 0xF;
        }

        public boolean isDeflated() {
            return (first & RSV1) != 0;
        }

        public int closeCode() {
            return (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
        }

        public String text() {
            try {
                byte[] bytes = isDeflated() ? new MessageInflater().inflate(payload, 1 << 24) : payload;
                return new String(bytes, StandardCharsets.UTF_8);
            } catch (DataFormatException e) {
                throw new AssertionError("the server's compressed message does not inflate", e);
            }
        }
    }

    /** Takes whole frames off the buffer. */
    public static List<Frame> read(ByteBuf in) {
        List<Frame> frames = new ArrayList<>();
        while (in.readableBytes() >= 2) {
            in.markReaderIndex();
            int first = in.readUnsignedByte();
            long length = in.readUnsignedByte();
            if ((length & 0x80) != 0) {
                throw new AssertionError("a server's frame is not masked");
            }
            int more = length == 126 ? 2 : length == 127 ? 8 : 0;
            if (in.readableBytes() < more) {
                in.resetReaderIndex();
                break;
            }
            length = more == 2 ? in.readUnsignedShort() : more == 8 ? in.readLong() : length;
            if (in.readableBytes() < length) {
                in.resetReaderIndex();
                break;
            }
            byte[] payload = new byte[(int) length];
            in.readBytes(payload);
            frames.add(new Frame(first, payload));
        }
        return frames;
    }
}
