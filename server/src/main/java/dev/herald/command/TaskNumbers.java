package dev.herald.command;

import dev.herald.event.ProjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The numbers of tasks that are in the making on this server, so that those who create at the same time do not want the
 * same one. Any thread.
 */
public final class TaskNumbers {
    static final String PREFIX = "T-";

    private final Map<ProjectId, Set<Long>> taken = new HashMap<>();

    /** Ids that nobody else in the making has, from this one on. They are to be given back when they are known or given up. */
    synchronized List<String> take(ProjectId project, String from, int count) {
        if (count == 0) {
            return List.of();
        }
        Set<Long> inUse = taken.computeIfAbsent(project, any -> new TreeSet<>());
        List<String> ids = new ArrayList<>(count);
        for (long number = Long.parseLong(from.substring(PREFIX.length())); ids.size() < count; number++) {
            if (inUse.add(number)) {
                ids.add(PREFIX + number);
            }
        }
        return ids;
    }

    /** The number of an id of that form; 0 for any other. */
    static long number(String id) {
        boolean isOne = id.startsWith(PREFIX) && id.length() > PREFIX.length() && id.length() <= PREFIX.length() + 15;
        return isOne && id.substring(PREFIX.length()).chars().allMatch(c -> c >= '0' && c <= '9')
                ? Long.parseLong(id.substring(PREFIX.length()))
                : 0;
    }

    synchronized void giveBack(ProjectId project, List<String> ids) {
        Set<Long> inUse = taken.get(project);
        if (inUse != null) {
            ids.forEach(id -> inUse.remove(Long.parseLong(id.substring(PREFIX.length()))));
            if (inUse.isEmpty()) {
                taken.remove(project);
            }
        }
    }
}
