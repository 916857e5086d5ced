package dev.herald.source.git;

import dev.herald.event.payload.Commit.TaskReference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a commit's message says of tasks: {@code closes TASK-12}, {@code refs TASK-3, TASK-4 and #5}. Pure.
 *
 * <p>A task is a word with a number ({@code TASK-12}, {@code web-ui-3}) or a number sign with one ({@code #12}, whose id
 * is told as {@code #12}). The verb stands before it, with or without a colon, and holds for all that are listed. Names
 * that look the same and are known to be no tasks, as in "fix UTF-8", are none.
 */
final class TaskReferences {
    /** Most references of one message; those after it are left out. */
    static final int COUNT_MAX = 50;
    /** Longest id; what is longer is no task. */
    static final int ID_LENGTH_MAX = 64;

    private static final Pattern VERB = Pattern.compile(
            "(?<![\\p{L}\\p{N}_-])(close[sd]?|fix(?:e[sd])?|resolve[sd]?|refs?|references?)(?::\\s*|\\s+)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ID =
            Pattern.compile("(?:[A-Za-z][A-Za-z0-9_.-]{0,63}?-|#)[0-9]++(?![\\p{L}\\p{N}_-])");
    private static final Set<String> NO_TASKS = Set.of(
            "UTF", "UCS", "ISO", "IEC", "IEEE", "RFC", "SHA", "MD", "AES", "RSA", "ED", "CVE", "PEP", "JEP", "JSR");
    private static final Pattern BETWEEN =
            Pattern.compile("\\s*+(?:,\\s*+(?:and\\s++)?+|(?:and|&)\\s++)", Pattern.CASE_INSENSITIVE);

    private TaskReferences() {}

    /** In the order of the message, each once. */
    static List<TaskReference> in(String message) {
        Set<TaskReference> found = new LinkedHashSet<>();
        Matcher verb = VERB.matcher(message);
        Matcher id = ID.matcher(message);
        Matcher between = BETWEEN.matcher(message);
        int from = 0;
        while (found.size() < COUNT_MAX && verb.find(from)) {
            from = verb.end();
            TaskReference.Action action = action(verb.group(1));
            boolean isListed = id.region(from, message.length()).lookingAt();
            while (isListed && found.size() < COUNT_MAX) {
                from = id.end();
                if (id.group().length() <= ID_LENGTH_MAX && !isKnownOtherwise(id.group())) {
                    found.add(new TaskReference(id.group(), action));
                }
                isListed = between.region(from, message.length()).lookingAt()
                        && id.region(between.end(), message.length()).lookingAt();
            }
        }
        return new ArrayList<>(found);
    }

    private static boolean isKnownOtherwise(String id) {
        int hyphen = id.indexOf('-');
        return hyphen > 0 && NO_TASKS.contains(id.substring(0, hyphen).toUpperCase(Locale.ROOT));
    }

    private static TaskReference.Action action(String verb) {
        return switch (verb.toLowerCase(Locale.ROOT).charAt(0)) {
            case 'c', 'f' -> TaskReference.Action.CLOSES;
            // resolve, reference
            default ->
                verb.toLowerCase(Locale.ROOT).startsWith("reso")
                        ? TaskReference.Action.CLOSES
                        : TaskReference.Action.REFS;
        };
    }
}
