package dev.herald.net.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;

/** Turns the bytes of whole messages into text, bounded and checked. One for each loop; runs on it. */
final class MessageReader {
    private final MessageInflater inflater = new MessageInflater();
    private final int bytesMax;

    MessageReader(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** What a message may have as it comes: compression makes some a little longer. */
    int bytesMax(boolean isDeflated) {
        return isDeflated ? deflatedBytesMax(bytesMax) : bytesMax;
    }

    /** What a message of so many bytes may come to when it is compressed in vain (RFC 1951, section 3.2.4). */
    static int deflatedBytesMax(int bytes) {
        return bytes + (bytes >> 8) + 64;
    }

    /** The text of a message. */
    String text(ByteBuf message, boolean isDeflated) throws InvalidMessage {
        return decoded(bytes(message, isDeflated));
    }

    /** The bytes of a message. */
    byte[] bytes(ByteBuf message, boolean isDeflated) throws InvalidMessage {
        if (message.readableBytes() > bytesMax(isDeflated)) {
            throw tooBig();
        }
        byte[] bytes = ByteBufUtil.getBytes(message);
        return isDeflated ? inflated(bytes) : bytes;
    }

    InvalidMessage tooBig() {
        return new InvalidMessage(InvalidMessage.TOO_BIG, "a message is at most " + bytesMax + " bytes");
    }

    private byte[] inflated(byte[] deflated) throws InvalidMessage {
        byte[] inflated;
        try {
            inflated = inflater.inflate(deflated, bytesMax);
        } catch (DataFormatException _) {
            throw new InvalidMessage(InvalidMessage.INVALID_PAYLOAD, "a compressed message does not inflate");
        }
        if (inflated == null) {
            throw tooBig();
        }
        return inflated;
    }

    private static String decoded(byte[] utf8) throws InvalidMessage {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException _) {
            throw noText();
        }
    }

    static InvalidMessage noText() {
        return new InvalidMessage(InvalidMessage.INVALID_PAYLOAD, "a text message is UTF-8");
    }
}
