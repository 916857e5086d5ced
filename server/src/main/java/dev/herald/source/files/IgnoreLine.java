package dev.herald.source.files;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One line of an ignore file. Most lines are a name, or a star and an ending: these are compared without a {@link Glob}.
 * Immutable; any thread.
 */
final class IgnoreLine {
    private final boolean isNegated;
    private final boolean isForFolders;
    private final boolean isName;
    /** What stands before the first star, question mark, bracket or backslash. */
    private final byte[] literal;
    /** What follows it; null where nothing does, or where it matches nothing. */
    private final @Nullable Glob rest;

    private final boolean isWhole;
    /** Where the line is a star and an ending: the ending. */
    private final byte @Nullable [] ending;

    private IgnoreLine(byte[] pattern, boolean isNegated, boolean isForFolders, boolean isName) {
        this.isNegated = isNegated;
        this.isForFolders = isForFolders;
        this.isName = isName;
        int wild = plainLength(pattern, 0);
        this.literal = Arrays.copyOf(pattern, wild);
        this.isWhole = wild == pattern.length;
        boolean isEnding =
                isName && pattern.length > 0 && pattern[0] == '*' && plainLength(pattern, 1) == pattern.length;
        this.ending = isEnding ? Arrays.copyOfRange(pattern, 1, pattern.length) : null;
        this.rest = isWhole || isEnding ? null : Glob.of(pattern, wild, !isName);
    }

    /** Reads a line without its end; null for a comment and what is blank. */
    static @Nullable IgnoreLine of(byte[] line) {
        byte[] text = untilNul(line);
        if (text.length == 0 || text[0] == '#') {
            return null;
        }
        int end = withoutSpaces(text);
        boolean isNegated = text[0] == '!';
        int from = isNegated ? 1 : 0;
        boolean isForFolders = end > from && text[end - 1] == '/';
        if (isForFolders) {
            end--;
        }
        if (end <= from) {
            return null;
        }
        boolean isName = true;
        for (int i = from; i < end; i++) {
            isName &= text[i] != '/';
        }
        int first = text[from] == '/' ? from + 1 : from;
        return new IgnoreLine(Arrays.copyOfRange(text, first, end), isNegated, isForFolders, isName);
    }

    boolean isNegated() {
        return isNegated;
    }

    /** Whether it names the entry whose path, from the directory of the file on, begins at this byte. */
    boolean matches(byte[] path, int from, boolean isFolder) {
        if (isForFolders && !isFolder) {
            return false;
        }
        int begin = isName ? Math.max(from, lastSlash(path) + 1) : from;
        int length = path.length - begin;
        byte[] end = ending;
        if (end != null) {
            return length >= end.length
                    && Arrays.equals(path, path.length - end.length, path.length, end, 0, end.length);
        }
        if (length < literal.length
                || !Arrays.equals(path, begin, begin + literal.length, literal, 0, literal.length)) {
            return false;
        }
        return isWhole ? length == literal.length : rest != null && rest.matches(path, begin + literal.length);
    }

    private static int lastSlash(byte[] path) {
        int at = path.length - 1;
        while (at >= 0 && path[at] != '/') {
            at--;
        }
        return at;
    }

    private static int plainLength(byte[] pattern, int from) {
        int at = from;
        while (at < pattern.length
                && pattern[at] != '*'
                && pattern[at] != '?'
                && pattern[at] != '['
                && pattern[at] != '\\') {
            at++;
        }
        return at;
    }

    private static byte[] untilNul(byte[] line) {
        int end = 0;
        while (end < line.length && line[end] != 0) {
            end++;
        }
        return end == line.length ? line : Arrays.copyOf(line, end);
    }

    /** Spaces at the end do not count, unless a backslash stands before them. */
    private static int withoutSpaces(byte[] text) {
        int end = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\\') {
                i++;
                end = Math.min(i + 1, text.length);
            } else if (text[i] != ' ') {
                end = i + 1;
            }
        }
        return end;
    }
}
