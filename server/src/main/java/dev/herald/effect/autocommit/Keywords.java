package dev.herald.effect.autocommit;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;

/**
 * Finds many words in a text in one pass, whatever their case: a table says for each state and character which state
 * follows, as Aho and Corasick describe it. Immutable; any thread.
 */
final class Keywords {
    private static final int NONE = -1;

    private final List<String> words;
    /** Which column a byte has; 0 for those that no word has. */
    private final byte[] columns = new byte[256];

    private final int width;
    private final int[] next;
    /** A word that ends at a state, or none. */
    private final int[] ends;
    /** The state of the longest other word that ends there as well, or none. */
    private final int[] shorter;

    /** @param words of ASCII, at most 127 different characters in all */
    Keywords(List<String> words) {
        this.words = List.copyOf(words);
        int used = 0;
        int states = 1;
        for (String word : words) {
            states += word.length();
            for (int i = 0; i < word.length(); i++) {
                int lower = Character.toLowerCase(word.charAt(i));
                if (columns[lower] == 0) {
                    columns[lower] = (byte) ++used;
                    columns[Character.toUpperCase(lower)] = (byte) used;
                }
            }
        }
        this.width = used + 1;
        this.next = new int[states * width];
        this.ends = new int[states];
        this.shorter = new int[states];
        Arrays.fill(next, NONE);
        Arrays.fill(ends, NONE);
        Arrays.fill(shorter, NONE);
        plant();
        connect();
    }

    private void plant() {
        int count = 1;
        for (int word = 0; word < words.size(); word++) {
            int state = 0;
            for (char c : words.get(word).toCharArray()) {
                int cell = state * width + columns[c];
                if (next[cell] == NONE) {
                    next[cell] = count++;
                }
                state = next[cell];
            }
            if (ends[state] != NONE) {
                throw new IllegalArgumentException("the word " + words.get(word) + " comes twice");
            }
            ends[state] = word;
        }
    }

    /** Where a text does not go on as a word does, its end may be the beginning of another. */
    private void connect() {
        int[] back = new int[ends.length];
        ArrayDeque<Integer> open = new ArrayDeque<>(List.of(0));
        while (!open.isEmpty()) {
            int state = open.remove();
            for (int column = 0; column < width; column++) {
                int cell = state * width + column;
                int otherwise = state == 0 ? 0 : next[back[state] * width + column];
                int to = next[cell];
                if (to == NONE) {
                    next[cell] = otherwise;
                    continue;
                }
                back[to] = otherwise;
                shorter[to] = ends[otherwise] != NONE ? otherwise : shorter[otherwise];
                open.add(to);
            }
        }
    }

    /** Told of each word that is found; says whether that is enough. */
    @FunctionalInterface
    interface Finder {
        boolean found(int word, int start, int end);
    }

    /** Whether the finder had enough. */
    boolean search(byte[] text, Finder finder) {
        int state = 0;
        for (int i = 0; i < text.length; i++) {
            state = next[state * width + columns[text[i] & 0xff]];
            if (ends[state] != NONE || shorter[state] != NONE) {
                for (int at = ends[state] != NONE ? state : shorter[state]; at != NONE; at = shorter[at]) {
                    int length = words.get(ends[at]).length();
                    if (finder.found(ends[at], i + 1 - length, i + 1)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
