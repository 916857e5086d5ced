package dev.herald.projection.work;

import java.util.Random;

/** Updates of tasks as nobody sensible would send them. */
final class RandomTasks {
    private static final String[] STATUSES = {"todo", "in_progress", "in_review", "blocked", "done", "cancelled"};
    private static final String[] ACTIONS = {"created", "updated", "deleted"};

    private RandomTasks() {}

    /** One of so many tasks of project {@code p}. */
    static String update(Random random, int tasks) {
        StringBuilder data = new StringBuilder("'task_id':'t" + random.nextInt(tasks) + "'");
        if (random.nextInt(3) > 0) {
            data.append(",'status':'")
                    .append(STATUSES[random.nextInt(STATUSES.length)])
                    .append("'");
        }
        if (random.nextInt(3) == 0) {
            data.append(",'parent_id':").append(random.nextInt(4) == 0 ? "null" : "'t" + random.nextInt(tasks) + "'");
        }
        if (random.nextInt(2) == 0) {
            data.append(",'estimate':").append(random.nextInt(5) == 0 ? "null" : random.nextInt(80) / 10.0);
        }
        if (random.nextInt(4) == 0) {
            data.append(",'action':'")
                    .append(ACTIONS[random.nextInt(ACTIONS.length)])
                    .append("'");
        }
        return "{'type':'task_update','project_id':'p','data':{" + data + "}}";
    }
}
