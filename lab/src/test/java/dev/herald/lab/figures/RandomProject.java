package dev.herald.lab.figures;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Some months of a project: lives of tasks in odd orders, pull requests, issues, runs, deployments and commits. One
 * thread; the same seed makes the same.
 */
final class RandomProject {
    private static final long MINUTE = 60_000;
    private static final long DAY = 24 * 60 * MINUTE;
    private static final String[] PEOPLE = {"ann", "bob", "carol", "dave"};

    private final Past past;
    private final String id;
    private final long begin;
    private final long end;
    private final Random random;
    private final List<String> commits = new ArrayList<>();

    RandomProject(Past past, String id, long begin, long end, long seed) {
        this.past = past;
        this.id = id;
        this.begin = begin;
        this.end = end;
        random = new Random(seed);
    }

    /** @param settings further members of the project's own event, each with a comma before it */
    void make(String zone, String settings, int tasks) {
        tell(begin, "project.updated", "\"project_name\":\"" + id + "\",\"time_zone\":\"" + zone + "\"" + settings);
        for (int task = 1; task <= tasks; task++) {
            task("T-" + task, task);
        }
        commits();
        for (int pull = 1; pull <= tasks / 5; pull++) {
            pull(pull);
        }
        for (int run = 1; run <= tasks / 3; run++) {
            run(run);
        }
        deployments(tasks / 8);
    }

    private void tell(long at, String type, String data) {
        if (at <= end) {
            past.tell(at, id, type, data);
        }
    }

    private long moment(long from, double days) {
        // Some come at the same moment as others, on a full minute.
        long at = from + (long) (random.nextDouble() * days * DAY);
        return chance(0.1) ? at / MINUTE * MINUTE : at;
    }

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }

    private String any(String... of) {
        return of[random.nextInt(of.length)];
    }

    private static String day(long at) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(at), ZoneOffset.UTC).toString();
    }

    private void update(long at, String task, String more) {
        tell(at, "task_update", "\"task_id\":\"" + task + "\"" + more);
    }

    private void task(String task, int number) {
        long at = moment(begin, (end - begin) / (double) DAY * 0.97);
        if (chance(0.05)) {
            // An update comes before the creation, a deletion of what nobody knows before both.
            update(at, task, chance(0.5) ? ",\"action\":\"deleted\"" : ",\"status\":\"in_review\"");
            at = moment(at, 0.5);
        }
        StringBuilder first = new StringBuilder(",\"action\":\"created\",\"title\":\"Door " + number + "\"");
        if (chance(0.8)) {
            first.append(",\"status\":\"")
                    .append(any("todo", "todo", "todo", "in_progress"))
                    .append('"');
        }
        if (chance(0.9)) {
            first.append(",\"estimate\":").append(any("1", "2", "3", "5", "0.5", "8"));
        }
        if (chance(0.3)) {
            long due = moment(at, 40);
            first.append(",\"due_date\":\"")
                    .append(chance(0.7) ? day(due) : Instant.ofEpochMilli(due).toString())
                    .append('"');
        }
        if (chance(0.15)) {
            first.append(",\"parent_id\":\"T-").append(1 + random.nextInt(12)).append('"');
        }
        if (chance(0.15)) {
            first.append(",\"depends_on\":[\"T-")
                    .append(1 + random.nextInt(number))
                    .append("\"]");
        }
        first.append(",\"assignee\":\"").append(any(PEOPLE)).append('"');
        update(at, task, first.toString());
        life(at, task);
    }

    private void life(long begun, String task) {
        long at = begun;
        int steps = 2 + random.nextInt(6);
        for (int step = 0; step < steps; step++) {
            at = moment(at, 6);
            String more = chance(0.1) ? ",\"estimate\":" + any("null", "1", "4", "0") : "";
            more += chance(0.03) ? ",\"parent_id\":" + any("null", "\"T-1\"", "\"" + task + "\"", "\"nobody\"") : "";
            more += chance(0.03) ? ",\"due_date\":" + any("null", "\"" + day(at + 5 * DAY) + "\"") : "";
            String status = any("in_progress", "in_progress", "in_review", "blocked", "todo", "done");
            update(at, task, (chance(0.95) ? ",\"status\":\"" + status + "\"" : ",\"title\":\"x\"") + more);
        }
        double fate = random.nextDouble();
        at = moment(at, 8);
        if (fate < 0.7) {
            update(at, task, ",\"status\":\"done\"");
            if (chance(0.1)) {
                at = moment(at, 5);
                update(at, task, ",\"status\":\"" + any("todo", "in_progress", "blocked") + "\"");
                update(moment(at, 9), task, ",\"status\":\"done\"");
            }
        } else if (fate < 0.8) {
            update(at, task, ",\"status\":\"cancelled\"");
        } else if (fate < 0.86) {
            update(at, task, ",\"action\":\"deleted\"");
            at = moment(at, 3);
            update(at, task, any(",\"action\":\"deleted\"", ",\"status\":\"done\"", ",\"action\":\"created\""));
            update(moment(at, 3), task, ",\"status\":\"done\"");
        }
    }

    private void commits() {
        String parent = null;
        long at = begin;
        while (at < end) {
            at = moment(at, 2);
            String hash = String.format("%040x", commits.size() + 1);
            String lines = chance(0.9) ? ",\"insertions\":" + random.nextInt(90) + ",\"deletions\":3" : "";
            String author = any(PEOPLE);
            tell(
                    at,
                    "commit",
                    "\"commit_hash\":\"" + hash + "\",\"message\":\"Opens, closes T-" + random.nextInt(40)
                            + "\",\"author\":\"" + author + "\",\"committed_at\":\""
                            + Instant.ofEpochMilli(at - random.nextInt(9) * 3_600_000L) + "\"" + lines
                            + ",\"parents\":[" + (parent == null ? "" : "\"" + parent + "\"") + "]");
            commits.add(hash);
            parent = hash;
        }
    }

    private void pull(int number) {
        String pull = "\"pr_id\":\"PR-" + number + "\",\"number\":" + number;
        long at = moment(begin, (end - begin) / (double) DAY);
        String created = chance(0.7) ? ",\"created_at\":\"" + Instant.ofEpochMilli(at - 5_000) + "\"" : "";
        String size = chance(0.8) ? ",\"additions\":" + random.nextInt(300) + ",\"deletions\":7" : "";
        tell(at, "pr.created", pull + ",\"status\":\"" + any("open", "open", "draft") + "\"" + created + size);
        if (chance(0.8)) {
            at = moment(at, 4);
            String review = Instant.ofEpochMilli(at - 60_000).toString();
            tell(at, "pr.updated", pull + ",\"status\":\"open\",\"first_review_at\":\"" + review + "\"");
        }
        double fate = random.nextDouble();
        at = moment(at, 6);
        if (fate < 0.7) {
            String merged = chance(0.7) ? ",\"merged_at\":\"" + Instant.ofEpochMilli(at - 9_000) + "\"" : "";
            tell(at, "pr.closed", pull + ",\"status\":\"merged\"" + merged);
            if (chance(0.2)) {
                tell(moment(at, 2), "pr.updated", pull + ",\"title\":\"late\"");
            }
        } else if (fate < 0.85) {
            tell(at, "pr.closed", pull + ",\"status\":\"closed\"");
            if (chance(0.3)) {
                tell(moment(at, 2), "pr.created", pull + ",\"status\":\"open\"");
            }
        }
    }

    private void run(int number) {
        String run =
                "\"workflow_id\":\"run-" + number + "\",\"workflow_name\":\"" + any("build", "build", "lint") + "\"";
        long at = moment(begin, (end - begin) / (double) DAY);
        if (chance(0.9)) {
            tell(at, "workflow.started", run);
        }
        at += (long) (random.nextDouble() * 40 * MINUTE);
        tell(at, "workflow.progress", run + ",\"progress\":50");
        at += (long) (random.nextDouble() * 40 * MINUTE);
        double fate = random.nextDouble();
        if (fate < 0.65) {
            tell(at, "workflow.completed", run);
        } else if (fate < 0.9) {
            tell(at, "workflow.failed", run);
        } else if (fate < 0.96) {
            tell(at, "workflow.completed", run + ",\"status\":\"cancelled\"");
        }
    }

    private void deployments(int count) {
        long at = begin;
        for (int number = 1; number <= count; number++) {
            at = moment(at, 2.0 * (end - begin) / DAY / count);
            int commit = (int) Math.min(commits.size() - 1, commits.size() * (at - begin) / (end - begin));
            String deployment = "\"deployment_id\":\"D-" + number + "\",\"environment\":\""
                    + any("production", "production", "live", "staging") + "\"";
            String more = chance(0.8) ? ",\"commit_hash\":\"" + commits.get(commit) + "\"" : "";
            more += chance(0.1) ? ",\"is_rollback\":true" : "";
            more += chance(0.15) ? ",\"is_rework\":true" : "";
            more += chance(0.1) && number > 1 ? ",\"caused_by\":\"D-" + (number - 1) + "\"" : "";
            if (chance(0.8)) {
                tell(at, "deployment.started", deployment);
                at = moment(at, 0.05);
            }
            tell(at, chance(0.85) ? "deployment.succeeded" : "deployment.failed", deployment + more);
            if (chance(0.15)) {
                String label = any("incident", "outage", "bug");
                tell(
                        moment(at, 0.5),
                        "issue.created",
                        "\"issue_id\":\"I-" + number + "\",\"labels\":[\"" + label + "\"],\"caused_by\":\"D-" + number
                                + "\"");
            }
        }
    }
}
