package dev.herald.source.files;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of one ignore file (gitignore(5)), of which the last that matches decides. Immutable; any thread. */
final class IgnoreFile {
    /** A longer line names nothing that a path could be: it is passed over. */
    static final int LINE_BYTES_MAX = 4_096;

    static final IgnoreFile EMPTY = new IgnoreFile(List.of());
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final List<IgnoreLine> lines;

    private IgnoreFile(List<IgnoreLine> lines) {
        this.lines = List.copyOf(lines);
    }

    /** Reads the file's bytes; a mark of their order at the beginning is none of the first rule. */
    static IgnoreFile of(byte[] bytes) {
        List<IgnoreLine> lines = new ArrayList<>();
        int from = startsWithMark(bytes) ? MARK.length : 0;
        while (from < bytes.length) {
            int end = from;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            int last = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
            if (last > from && last - from <= LINE_BYTES_MAX) {
                IgnoreLine line = IgnoreLine.of(Arrays.copyOfRange(bytes, from, last));
                if (line != null) {
                    lines.add(line);
                }
            }
            from = end + 1;
        }
        return lines.isEmpty() ? EMPTY : new IgnoreFile(lines);
    }

    private static boolean startsWithMark(byte[] bytes) {
        return bytes.length >= MARK.length && Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length);
    }

    /**
     * What the file says of an entry.
     *
     * @param path from the directory of the file, in UTF-8
     * @param from where in it the directory's own path ends
     * @return whether the entry is left out, or null when no line matches
     */
    @Nullable
    Boolean says(byte[] path, int from, boolean isFolder) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            IgnoreLine line = lines.get(i);
            if (line.matches(path, from, isFolder)) {
                return !line.isNegated();
            }
        }
        return null;
    }
}
