package dev.herald.source.files;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of an ignore file, matched as git matches it (gitignore(5)). Immutable; any thread.
 *
 * <p>Git works on bytes, so this does too: {@code ?} is one byte. A pattern is cut at its slashes into parts, of which
 * each stands for one name, but {@code **} for any number of them. Within a name and among the names, only the last star
 * ever has to be tried again, so that the time is bounded by the length of the pattern times that of the path, whatever
 * the pattern is. A matcher that tries all stars again needs years for {@code *a*a*a*a*a*a*a*b}.
 */
final class Glob {
    /** What stands for one byte. */
    private sealed interface Token {
        boolean takes(int character);
    }

    private record Literal(int value) implements Token {
        @Override
        public boolean takes(int character) {
            return character == value;
        }
    }

    private record AnyOne() implements Token {
        @Override
        public boolean takes(int character) {
            return true;
        }
    }

    private record OneOf(ByteSet set) implements Token {
        @Override
        public boolean takes(int character) {
            return set.holds(character);
        }
    }

    /** Any bytes of a name, also none. */
    private record Star() implements Token {
        @Override
        public boolean takes(int character) {
            return true;
        }
    }

    private static final Token STAR = new Star();
    private static final Token ANY = new AnyOne();

    /** A part between slashes. */
    private sealed interface Part {}

    private record Name(List<Token> tokens) implements Part {}

    /** {@code **}: so many names at least. */
    private record AnyNames(int least) implements Part {}

    private final List<Part> parts;

    private Glob(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * The pattern in these bytes.
     *
     * @param isPath whether it is held against a path, where stars stop at slashes, or against a single name
     * @return null when it can match nothing, such as one with a bracket that is not closed
     */
    static @Nullable Glob of(byte[] pattern, int from, boolean isPath) {
        return new Reader(pattern, from, isPath).read();
    }

    /** Whether the path from this byte on matches as a whole. */
    boolean matches(byte[] path, int from) {
        int at = from;
        int part = 0;
        int retryPart = -1;
        int retryAt = 0;
        while (true) {
            boolean isAtEnd = at > path.length;
            if (part < parts.size() && parts.get(part) instanceof AnyNames names) {
                int skipped = skip(path, at, names.least());
                if (skipped >= 0) {
                    retryPart = part;
                    retryAt = skipped;
                    at = skipped;
                    part++;
                    continue;
                }
            } else if (part < parts.size() && !isAtEnd && parts.get(part) instanceof Name name) {
                int end = end(path, at);
                if (matches(name.tokens(), path, at, end)) {
                    at = end + 1;
                    part++;
                    continue;
                }
            } else if (part == parts.size() && isAtEnd) {
                return true;
            }
            if (retryPart < 0 || retryAt > path.length) {
                return false;
            }
            retryAt = end(path, retryAt) + 1;
            at = retryAt;
            part = retryPart + 1;
        }
    }

    /** Where so many names later the next begins, or -1; one beyond the end plus one where none is left. */
    private static int skip(byte[] path, int from, int names) {
        int at = from;
        for (int i = 0; i < names; i++) {
            if (at > path.length) {
                return -1;
            }
            at = end(path, at) + 1;
        }
        return at;
    }

    private static int end(byte[] path, int from) {
        int end = from;
        while (end < path.length && path[end] != '/') {
            end++;
        }
        return end;
    }

    private static boolean matches(List<Token> tokens, byte[] path, int from, int end) {
        int at = from;
        int token = 0;
        int retryToken = -1;
        int retryAt = 0;
        while (at < end || token < tokens.size()) {
            if (token < tokens.size() && tokens.get(token) instanceof Star) {
                retryToken = token++;
                retryAt = at;
            } else if (token < tokens.size() && at < end && tokens.get(token).takes(path[at] & 0xFF)) {
                token++;
                at++;
            } else if (retryToken >= 0 && retryAt < end) {
                at = ++retryAt;
                token = retryToken + 1;
            } else {
                return false;
            }
        }
        return true;
    }

    /** Reads a pattern; one use. */
    private static final class Reader {
        private final byte[] pattern;
        private final int from;
        private final boolean isPath;
        private final List<Part> parts = new ArrayList<>();
        private List<Token> tokens = new ArrayList<>();
        private int at;
        private boolean isHopeless;

        Reader(byte[] pattern, int from, boolean isPath) {
            this.pattern = pattern;
            this.from = from;
            this.isPath = isPath;
            this.at = from;
        }

        @Nullable
        Glob read() {
            boolean isAfterNames = false;
            while (at < pattern.length && !isHopeless) {
                isAfterNames = false;
                int next = pattern[at] & 0xFF;
                switch (next) {
                    case '*' -> isAfterNames = star();
                    case '?' -> add(ANY);
                    case '[' -> set();
                    case '\\' -> {
                        at++;
                        isHopeless = at == pattern.length;
                        if (!isHopeless) {
                            literal(pattern[at] & 0xFF);
                        }
                    }
                    default -> literal(next);
                }
            }
            if (!isAfterNames) {
                parts.add(new Name(List.copyOf(tokens)));
            }
            return isHopeless ? null : new Glob(parts);
        }

        private void add(Token token) {
            tokens.add(token);
            at++;
        }

        private void literal(int value) {
            if (value == '/') {
                parts.add(new Name(List.copyOf(tokens)));
                tokens = new ArrayList<>();
                at++;
            } else {
                add(new Literal(value));
            }
        }

        /** Two stars and more stand for names where nothing but slashes is beside them. Whether a part ended with it. */
        private boolean star() {
            int first = at;
            while (at < pattern.length && pattern[at] == '*') {
                at++;
            }
            boolean isAlone = first == from || pattern[first - 1] == '/';
            if (isPath && at - first > 1 && isAlone) {
                if (at == pattern.length) {
                    parts.add(new AnyNames(1));
                    return true;
                }
                if (pattern[at] == '/') {
                    parts.add(new AnyNames(0));
                    at++;
                    return false;
                }
                if (pattern[at] == '\\' && at + 1 < pattern.length && pattern[at + 1] == '/') {
                    parts.add(new AnyNames(1));
                    at += 2;
                    return false;
                }
            }
            tokens.add(STAR);
            return false;
        }

        private void set() {
            ByteSet.Read read = ByteSet.read(pattern, at + 1);
            if (read == null) {
                isHopeless = true;
                return;
            }
            // A bracket never stands for a slash, so in a path one that names only slashes matches nothing.
            tokens.add(new OneOf(read.set()));
            at = read.end();
        }
    }
}
