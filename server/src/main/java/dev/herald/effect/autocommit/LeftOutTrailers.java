package dev.herald.effect.autocommit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a snapshot says of files that are not in it as they were: one line {@code Left-Out: <path> (<reason>)} for each,
 * the path as {@link TreePath#quoted} has it, and {@code Left-Out-More: <count>} for those beyond the limit.
 */
final class LeftOutTrailers {
    private static final String NAME = "Left-Out: ";
    private static final String MORE = "Left-Out-More: ";
    /** Lines of one snapshot. */
    private static final int LINES_MAX = 100;
    /** Of a quoted path; a longer one is counted and not named. */
    private static final int PATH_LENGTH_MAX = 1_000;

    private LeftOutTrailers() {}

    /** Those that stay out come before those that are for the next snapshot; each by path. */
    static List<String> of(Map<TreePath, LeftOut.Why> leftOut) {
        List<String> lines = new ArrayList<>();
        leftOut.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<TreePath, LeftOut.Why> one) ->
                                one.getValue().isMomentary())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(one -> Map.entry(one.getKey().quoted(), one.getValue()))
                .filter(one -> one.getKey().length() <= PATH_LENGTH_MAX)
                .limit(LINES_MAX)
                .forEach(one -> lines.add(line(one.getKey(), one.getValue())));
        if (lines.size() < leftOut.size()) {
            lines.add(MORE + (leftOut.size() - lines.size()));
        }
        return lines;
    }

    /**
     * Whether a snapshot says less than it should: a file that was saved once and is held back now. Else who reads the
     * list would take the newest snapshot for all that there is.
     *
     * @param told its message
     */
    static boolean isNews(Map<TreePath, LeftOut.Why> leftOut, String told) {
        Set<String> known = Set.copyOf(told.lines().toList());
        List<String> lines = of(leftOut);
        return leftOut.entrySet().stream()
                .filter(one -> one.getValue().holdsBack())
                .map(one -> line(one.getKey().quoted(), one.getValue()))
                .anyMatch(line -> lines.contains(line) && !known.contains(line));
    }

    private static String line(String quoted, LeftOut.Why why) {
        return NAME + quoted + " (" + why.code() + ")";
    }
}
