package dev.herald.http;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The pattern of a route, cut into segments. A variable takes one segment that is not empty, up to the literal that may
 * follow it: {@code /tasks/{id}:resolve}.
 */
record PathPattern(List<Segment> segments) {
    sealed interface Segment {}

    record Literal(String text) implements Segment {}

    record Variable(String name, String suffix) implements Segment {}

    static PathPattern parse(String pattern) {
        if (!pattern.startsWith("/")) {
            throw new IllegalArgumentException("a pattern starts with '/': " + pattern);
        }
        return new PathPattern(cut(pattern).map(PathPattern::segment).toList());
    }

    private static Stream<String> cut(String path) {
        return Arrays.stream(path.substring(1).split("/", -1));
    }

    private static Segment segment(String text) {
        if (!text.startsWith("{")) {
            return new Literal(text);
        }
        int end = text.indexOf('}');
        if (end < 2) {
            throw new IllegalArgumentException("a variable is written {name}: " + text);
        }
        return new Variable(text.substring(1, end), text.substring(end + 1));
    }

    boolean isLiteral() {
        return segments.stream().allMatch(Literal.class::isInstance);
    }

    /** Literals first, so that the more exact pattern wins. */
    String rank() {
        StringBuilder rank = new StringBuilder();
        for (Segment segment : segments) {
            rank.append(
                    switch (segment) {
                        case Literal _ -> 'a';
                        case Variable variable -> variable.suffix().isEmpty() ? 'c' : 'b';
                    });
        }
        return rank.toString();
    }

    /** What the variables take of the path, when it matches. */
    Optional<Map<String, String>> match(String path) {
        String[] parts = cut(path).toArray(String[]::new);
        if (parts.length != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (int at = 0; at < parts.length; at++) {
            String part = parts[at];
            switch (segments.get(at)) {
                case Literal(String text) -> {
                    if (!text.equals(part)) {
                        return Optional.empty();
                    }
                }
                case Variable(String name, String suffix) -> {
                    if (part.length() <= suffix.length() || !part.endsWith(suffix)) {
                        return Optional.empty();
                    }
                    variables.put(name, part.substring(0, part.length() - suffix.length()));
                }
            }
        }
        return Optional.of(variables);
    }
}
