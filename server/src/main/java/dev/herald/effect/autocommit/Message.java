package dev.herald.effect.autocommit;

import dev.herald.event.Position;
import dev.herald.event.payload.AutoCommit.Trigger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a commit says of itself: how much changed and where, and which run of Herald made it. */
final class Message {
    private static final int DIRECTORIES_MAX = 3;
    private static final int DIRECTORY_LENGTH_MAX = 40;

    private Message() {}

    /** How much changed and where, after a title. */
    static String subject(String title, Counts counts) {
        String directories = directories(counts.paths());
        return title + ": " + files(counts.total()) + (directories.isEmpty() ? "" : " in " + directories);
    }

    /** Of a snapshot that has the same files as the one before it, and is there for what it says of them. */
    static String unchanged(String title, int leftOut, boolean isOnAnother) {
        String why = leftOut == 0 ? "" : ", " + files(leftOut) + " left out";
        return title + ": as before" + (isOnAnother ? ", on another commit" : "") + why;
    }

    private static String files(int count) {
        return count == 1 ? "1 file" : count + " files";
    }

    /**
     * @param start position of the run's start event
     * @param base of a snapshot: HEAD's hash, or {@code none}; null for a commit on a branch
     * @param trailers more lines of a snapshot's last paragraph
     */
    static String of(
            String subject,
            Counts counts,
            Trigger trigger,
            Position start,
            @Nullable String base,
            List<String> trailers) {
        StringBuilder text = new StringBuilder(subject);
        text.append("\n\n").append(counts).append("\n\nHerald-Trigger: ");
        text.append(trigger.name().toLowerCase(Locale.ROOT));
        text.append("\nHerald-Position: ").append(start);
        if (base != null) {
            text.append("\nHerald-Base: ").append(base);
        }
        trailers.forEach(line -> text.append('\n').append(line));
        return text.append('\n').toString();
    }

    /** @param paths of all of them */
    record Counts(int added, int modified, int deleted, Collection<TreePath> paths) {
        int total() {
            return added + modified + deleted;
        }

        @Override
        public String toString() {
            return added + " added, " + modified + " modified, " + deleted + " deleted";
        }
    }

    /** Those with most of the files. */
    private static String directories(Collection<TreePath> paths) {
        Map<String, Integer> counts = new TreeMap<>();
        for (TreePath path : paths) {
            counts.merge(directory(path), 1, Integer::sum);
        }
        List<Map.Entry<String, Integer>> most = new ArrayList<>(counts.entrySet());
        most.sort(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()));
        if (most.size() == 1 && most.getFirst().getKey().equals(".")) {
            return "";
        }
        String named =
                most.stream().limit(DIRECTORIES_MAX).map(Map.Entry::getKey).collect(Collectors.joining(", "));
        return most.size() > DIRECTORIES_MAX ? named + " and elsewhere" : named;
    }

    /** The first two levels. */
    private static String directory(TreePath path) {
        String raw = path.raw();
        int first = raw.indexOf('/');
        if (first < 0) {
            return ".";
        }
        int second = raw.indexOf('/', first + 1);
        String shown = new TreePath(raw.substring(0, second < 0 ? first : second)).shown();
        return shown.length() <= DIRECTORY_LENGTH_MAX ? shown : shown.substring(0, DIRECTORY_LENGTH_MAX) + "…";
    }
}
