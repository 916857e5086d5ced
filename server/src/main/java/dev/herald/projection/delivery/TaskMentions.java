package dev.herald.projection.delivery;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a text says of tasks, in words that may be their ids; whether there are such tasks is another question. Pure.
 *
 * <p>A text closes what stands behind {@code close}, {@code fix} or {@code resolve} in their forms, with or without a
 * colon, and what is listed there: {@code closes T-1, T-2 and #3}. A word without a digit counts only where the phrase
 * ends behind it, so that "fix login pages" does not close a task that is called login.
 */
final class TaskMentions {
    /** Most ids of one text. */
    static final int COUNT_MAX = 50;

    private static final int ID_LENGTH_MAX = 256;
    private static final Pattern CLOSES = Pattern.compile(
            "(?<![\\p{L}\\p{N}_-])(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)(?::\\s*+|\\s++)", Pattern.CASE_INSENSITIVE);
    private static final Pattern REFERS = Pattern.compile(
            "(?<![\\p{L}\\p{N}_-])(?:refs?|references?|see|reverts?|part\\s+of)(?::\\s*+|\\s++)$",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ID = Pattern.compile("#?[\\p{L}\\p{N}_](?:[\\p{L}\\p{N}._/-]*[\\p{L}\\p{N}_])?+");
    private static final Pattern NAMED = Pattern.compile(
            "(?<![\\p{L}\\p{N}._/#-])[A-Za-z][A-Za-z0-9_.]*+(?:-[A-Za-z][A-Za-z0-9_.]*+)*+-[0-9]++(?![\\p{L}\\p{N}_-])");
    private static final Pattern BETWEEN =
            Pattern.compile("\\s*+(?:,\\s*+(?:and\\s++)?+|(?:and|&)\\s++)", Pattern.CASE_INSENSITIVE);
    private static final Pattern END =
            Pattern.compile("\\s*+(?:[.,;:!)\\]\\r\\n]|$)|[ \\t]*+(?:and|&)\\s", Pattern.CASE_INSENSITIVE);

    private TaskMentions() {}

    /** What it says that it closes, in its order, each once. */
    static List<String> closedBy(String text) {
        Set<String> found = new LinkedHashSet<>();
        Matcher verb = CLOSES.matcher(text);
        Matcher id = ID.matcher(text);
        Matcher between = BETWEEN.matcher(text);
        int from = 0;
        while (found.size() < COUNT_MAX && verb.find(from)) {
            from = verb.end();
            boolean isListed = id.region(from, text.length()).lookingAt();
            while (isListed && found.size() < COUNT_MAX) {
                from = id.end();
                if (id.group().length() <= ID_LENGTH_MAX && (hasDigit(id.group()) || isEnd(text, from))) {
                    found.add(id.group());
                }
                isListed = between.region(from, text.length()).lookingAt()
                        && id.region(between.end(), text.length()).lookingAt();
            }
        }
        return new ArrayList<>(found);
    }

    /** What it names at all: words with a hyphen and a number, unless it says that it only refers to them. */
    static List<String> namedBy(String text) {
        Set<String> found = new LinkedHashSet<>();
        Matcher id = NAMED.matcher(text);
        while (found.size() < COUNT_MAX && id.find()) {
            if (id.group().length() <= ID_LENGTH_MAX
                    && !REFERS.matcher(text)
                            .region(Math.max(0, id.start() - 32), id.start())
                            .find()) {
                found.add(id.group());
            }
        }
        return new ArrayList<>(found);
    }

    private static boolean hasDigit(String word) {
        return word.chars().anyMatch(Character::isDigit);
    }

    private static boolean isEnd(String text, int at) {
        return END.matcher(text).region(at, text.length()).lookingAt();
    }
}
