package dev.herald.source.git;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what git appends to a log of a reference. Where the log was written anew, as {@code git gc} does, it goes on
 * after the last line that it knows. One thread; blocks.
 */
final class HeadLog {
    /** Bytes read at once: 5,000 moves. Those before are left out, and the story begins later. */
    static final int BYTES_MAX = 1 << 20;

    private final Path file;
    private long offset;
    private String lastLine = "";

    /** From the end: what was before is not told. */
    HeadLog(Path file) throws IOException {
        this.file = file;
        read();
    }

    /** The lines since the last time. An unfinished one waits for its end. */
    List<HeadMove> read() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            boolean isSame =
                    size >= offset && (lastLine.isEmpty() || lineBefore(channel).equals(lastLine));
            long from = isSame ? Math.max(offset, size - BYTES_MAX) : Math.max(0, size - BYTES_MAX);
            String text = read(channel, from, (int) (size - from));
            int end = text.lastIndexOf('\n') + 1;
            offset = from + text.substring(0, end).getBytes(StandardCharsets.ISO_8859_1).length;
            List<String> lines = new ArrayList<>(text.substring(0, end).lines().toList());
            if (!isSame) {
                // Where the known line is gone, all that is left is older or cannot be told apart from it.
                int known = lines.lastIndexOf(lastLine);
                lines = known < 0 ? List.of() : lines.subList(known + 1, lines.size());
            }
            if (end > 0) {
                lastLine = text.substring(text.lastIndexOf('\n', end - 2) + 1, end - 1);
            }
            return lines.stream()
                    .map(HeadLog::decode)
                    .map(HeadMove::parse)
                    .flatMap(java.util.Optional::stream)
                    .toList();
        } catch (NoSuchFileException e) {
            offset = 0;
            lastLine = "";
            return List.of();
        }
    }

    /** The line that ends at the offset, as far as it is as long as the known one. */
    private String lineBefore(FileChannel channel) throws IOException {
        long from = offset - lastLine.length() - 1;
        return from < 0 ? "" : read(channel, from, lastLine.length());
    }

    /** Bytes as characters of the same number. */
    private static String read(FileChannel channel, long from, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        long at = from;
        while (bytes.hasRemaining()) {
            int read = channel.read(bytes, at);
            if (read < 0) {
                break;
            }
            at += read;
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
    }

    private static String decode(String line) {
        return new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
