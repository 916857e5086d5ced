package dev.herald.effect.autocommit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * How a kind of secret looks: letters, then runs of characters. It is compared from left to right, each part takes as much
 * as there is, and nothing is tried twice: so it takes no longer than the text is long. Any thread.
 */
final class SecretForm {
    /** One part of it. */
    private sealed interface Part {}

    private record Letters(String text) implements Part {}

    private record OneOf(List<String> texts) implements Part {}

    private record Run(BitSet characters, int min, int max) implements Part {}

    private final List<Part> parts;
    private final boolean mustEnd;

    private SecretForm(List<Part> parts, boolean mustEnd) {
        this.parts = List.copyOf(parts);
        this.mustEnd = mustEnd;
    }

    /** @throws IllegalArgumentException where it does not begin with letters, or is not written as the rules say */
    static SecretForm parse(String written) {
        boolean mustEnd = written.endsWith("!");
        String text = (mustEnd ? written.substring(0, written.length() - 1) : written).replace("\\s", " ");
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end;
            if (c == '[') {
                int close = text.indexOf(']', at);
                end = text.indexOf('}', close) + 1;
                String[] counts = text.substring(close + 2, end - 1).split(",", -1);
                int max = counts[1].isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(counts[1]);
                parts.add(new Run(characters(text.substring(at + 1, close)), Integer.parseInt(counts[0]), max));
            } else if (c == '(') {
                int close = text.indexOf(')', at);
                end = close + 1;
                parts.add(new OneOf(List.of(text.substring(at + 1, close).split("\\|", -1))));
            } else {
                end = at;
                while (end < text.length() && text.charAt(end) != '[' && text.charAt(end) != '(') {
                    end++;
                }
                parts.add(new Letters(text.substring(at, end)));
            }
            at = end;
        }
        if (parts.isEmpty() || !(parts.getFirst() instanceof Letters)) {
            throw new IllegalArgumentException("a form begins with letters: " + written);
        }
        return new SecretForm(parts, mustEnd);
    }

    private static BitSet characters(String written) {
        BitSet characters = new BitSet();
        for (int i = 0; i < written.length(); i++) {
            boolean isRange = i + 2 < written.length() && written.charAt(i + 1) == '-';
            characters.set(written.charAt(i), written.charAt(isRange ? i + 2 : i) + 1);
            i += isRange ? 2 : 0;
        }
        return characters;
    }

    /** The letters that it begins with. */
    String sign() {
        return parts.getFirst() instanceof Letters letters ? letters.text() : "";
    }

    /** Whether a text has it from there on. */
    boolean isAt(byte[] text, int from) {
        int at = from;
        for (Part part : parts) {
            int end = switch (part) {
                case Letters letters -> after(text, at, letters.text());
                case OneOf one -> afterOne(text, at, one.texts());
                case Run run -> afterRun(text, at, run);
            };
            if (end < 0) {
                return false;
            }
            at = end;
        }
        return !mustEnd || at >= text.length || !Character.isLetterOrDigit(text[at] & 0xff);
    }

    private static int after(byte[] text, int at, String letters) {
        if (at + letters.length() > text.length) {
            return -1;
        }
        for (int i = 0; i < letters.length(); i++) {
            if (text[at + i] != letters.charAt(i)) {
                return -1;
            }
        }
        return at + letters.length();
    }

    private static int afterOne(byte[] text, int at, List<String> texts) {
        for (String one : texts) {
            int end = after(text, at, one);
            if (end >= 0) {
                return end;
            }
        }
        return -1;
    }

    private static int afterRun(byte[] text, int at, Run run) {
        int end = at;
        while (end < text.length && end - at < run.max() && run.characters().get(text[end] & 0xff)) {
            end++;
        }
        return end - at < run.min() ? -1 : end;
    }
}
