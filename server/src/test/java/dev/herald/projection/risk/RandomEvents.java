package dev.herald.projection.risk;

import java.util.Random;

/** Events of project {@code p} that rules look at. */
public final class RandomEvents {
    private static final String[] STATUSES = {"todo", "in_progress", "in_review", "blocked", "done", "cancelled"};

    private RandomEvents() {}

    public static String next(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> of("pr.created", "'pr_id':" + random.nextInt(5));
            case 1 -> of("pr.closed", "'pr_id':" + random.nextInt(5));
            case 2 ->
                of(
                        random.nextBoolean() ? "workflow.failed" : "workflow.completed",
                        "'workflow_id':'" + random.nextLong() + "','workflow_name':'w" + random.nextInt(2) + "'");
            case 3 ->
                of(
                        "agent.status_changed",
                        "'agent_id':'a" + random.nextInt(3) + "','expects_heartbeat_s':" + (1 + random.nextInt(600))
                                + ",'activity':'" + (random.nextBoolean() ? "working" : "waiting_for_input") + "'");
            case 4 ->
                of("file_change", "'file_path':'f" + random.nextInt(4) + "','actor':'x" + random.nextInt(3) + "'");
            case 5 -> of("project.updated", "'due_date':'2026-0" + (3 + random.nextInt(5)) + "-15'");
            default -> of("task_update", task(random));
        };
    }

    private static String task(Random random) {
        StringBuilder data = new StringBuilder("'task_id':'t" + random.nextInt(25) + "'");
        data.append(",'status':'")
                .append(STATUSES[random.nextInt(STATUSES.length)])
                .append("'");
        if (random.nextInt(4) == 0) {
            data.append(",'due_date':'2026-03-").append(10 + random.nextInt(20)).append("'");
        }
        if (random.nextInt(4) == 0) {
            data.append(",'depends_on':['t").append(random.nextInt(25)).append("']");
        }
        if (random.nextInt(6) == 0) {
            data.append(",'parent_id':'t").append(random.nextInt(25)).append("'");
        }
        if (random.nextInt(20) == 0) {
            data.append(",'action':'deleted'");
        }
        return data.toString();
    }

    private static String of(String type, String data) {
        return "{'type':'" + type + "','project_id':'p','data':{" + data + "}}";
    }
}
