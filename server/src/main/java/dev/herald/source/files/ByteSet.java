package dev.herald.source.files;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What a bracket of a pattern stands for: {@code [a-z]}, {@code [!abc]}, {@code [[:digit:]_]}. Immutable. */
final class ByteSet {
    private static final int BYTES = 256;

    private final BitSet bytes;

    private ByteSet(BitSet bytes) {
        this.bytes = bytes;
    }

    boolean holds(int character) {
        return bytes.get(character);
    }

    /**
     * A set and where the pattern goes on.
     *
     * @param end behind the closing bracket
     */
    record Read(ByteSet set, int end) {}

    /**
     * Reads what follows an opening bracket, as git does.
     *
     * @return null when it is not closed or names a class that there is not: then the pattern matches nothing
     */
    static @Nullable Read read(byte[] pattern, int from) {
        return new Reader(pattern, from).read();
    }

    private static final class Reader {
        private final byte[] pattern;
        private final BitSet bytes = new BitSet(BYTES);
        private int at;
        /** The byte before, which may begin a range; 0 where none may begin. */
        private int before;

        Reader(byte[] pattern, int from) {
            this.pattern = pattern;
            this.at = from;
        }

        @Nullable
        Read read() {
            boolean isNegated = look(0) == '!' || look(0) == '^';
            if (isNegated) {
                at++;
            }
            // A closing bracket that comes first is a member.
            do {
                if (!member()) {
                    return null;
                }
            } while (look(0) != ']');
            if (isNegated) {
                bytes.flip(0, BYTES);
            }
            return new Read(new ByteSet(bytes), at + 1);
        }

        /** Takes one member, and whether there was one. */
        private boolean member() {
            int next = look(0);
            if (next < 0) {
                return false;
            }
            if (next == '\\') {
                at++;
                return single(look(0));
            }
            if (next == '-' && before != 0 && look(1) >= 0 && look(1) != ']') {
                return range();
            }
            return next == '[' && look(1) == ':' ? characterClass() : single(next);
        }

        private boolean single(int value) {
            if (value < 0) {
                return false;
            }
            bytes.set(value);
            before = value;
            at++;
            return true;
        }

        private boolean range() {
            at++;
            if (look(0) == '\\') {
                at++;
            }
            int last = look(0);
            if (last < 0) {
                return false;
            }
            if (last >= before) {
                bytes.set(before, last + 1);
            }
            before = 0;
            at++;
            return true;
        }

        private boolean characterClass() {
            int first = at + 2;
            int end = first;
            while (end < pattern.length && pattern[end] != ']') {
                end++;
            }
            if (end == pattern.length) {
                return false;
            }
            if (end == first || pattern[end - 1] != ':') {
                // No class after all: the bracket is a member like others.
                return single('[');
            }
            IntPredicate members = named(new String(pattern, first, end - 1 - first, StandardCharsets.ISO_8859_1));
            if (members == null) {
                return false;
            }
            for (int value = 0; value < 128; value++) {
                if (members.test(value)) {
                    bytes.set(value);
                }
            }
            before = 0;
            at = end + 1;
            return true;
        }

        private int look(int ahead) {
            return at + ahead < pattern.length ? pattern[at + ahead] & 0xFF : -1;
        }

        /** The classes of POSIX for ASCII: git's own tables know no others. */
        private static @Nullable IntPredicate named(String name) {
            return switch (name) {
                case "alnum" -> value -> isLetter(value) || isDigit(value);
                case "alpha" -> Reader::isLetter;
                case "blank" -> value -> value == ' ' || value == '\t';
                case "cntrl" -> value -> value < ' ' || value == 127;
                case "digit" -> Reader::isDigit;
                case "graph" -> value -> value > ' ' && value < 127;
                case "lower" -> value -> value >= 'a' && value <= 'z';
                case "print" -> value -> value >= ' ' && value < 127;
                case "punct" -> value -> value > ' ' && value < 127 && !isLetter(value) && !isDigit(value);
                case "space" -> value -> value == ' ' || value >= '\t' && value <= '\r';
                case "upper" -> value -> value >= 'A' && value <= 'Z';
                case "xdigit" ->
                    value -> isDigit(value) || value >= 'a' && value <= 'f' || value >= 'A' && value <= 'F';
                default -> null;
            };
        }

        private static boolean isLetter(int value) {
            return value >= 'a' && value <= 'z' || value >= 'A' && value <= 'Z';
        }

        private static boolean isDigit(int value) {
            return value >= '0' && value <= '9';
        }
    }
}
