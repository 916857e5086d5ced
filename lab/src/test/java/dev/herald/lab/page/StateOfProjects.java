package dev.herald.lab.page;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is published so that there is something to see in every view. */
final class StateOfProjects {
    private static final List<String> STATES = List.of("todo", "in_progress", "in_review", "blocked", "done");

    private StateOfProjects() {}

    /** Two projects: {@code shop} with something of everything, and {@code quiet} with one commit. */
    static void publish(Served server) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        lines.add(event(
                "project.updated",
                "'project_id':'shop','project_name':'The shop','description':'Sells apples','due_date':'2030-01-31'"));
        for (int i = 1; i <= 15; i++) {
            lines.add(event(
                    "task_update",
                    "'task_id':'T-" + i + "','title':'Task number " + i + "','status':'" + STATES.get(i % 5)
                            + "','assignee':'" + (i % 2 == 0 ? "ann" : "bob") + "','estimate':" + (1 + i % 3)));
        }
        lines.add(event("task_update", "'task_id':'T-16','title':'Late','status':'todo','due_date':'2020-01-31'"));
        lines.add(event("agent.action", "'agent_id':'ivy','action':'edit','target':'src/basket.ts','outcome':'ok'"));
        lines.add(
                event(
                        "agent.status_changed",
                        "'agent_id':'ivy','agent_name':'Ivy','status':'busy','activity':'waiting_for_permission','reason':'may I push?'"));
        lines.add(
                event(
                        "pr.created",
                        "'pr_id':'7','number':7,'title':'Basket','author':'ann','status':'open','github_url':'https://example.org/7'"));
        lines.add(event(
                "issue.created", "'issue_id':'8','number':8,'title':'It leaks','priority':'high','labels':['bug']"));
        lines.add(event("workflow.started", "'workflow_id':'w1','workflow_name':'build','progress':10"));
        lines.add(
                event(
                        "workflow.progress",
                        "'workflow_id':'w1','workflow_name':'build','progress':40,'current_step':'tests','logs':['one line of the log']"));
        lines.add(
                event("workflow.failed", "'workflow_id':'w0','workflow_name':'nightly','current_step':'integration'"));
        lines.add(event("deployment.succeeded", "'deployment_id':'d1','environment':'production'"));
        lines.add(
                event(
                        "commit",
                        "'commit_hash':'0123456789abcdef0123456789abcdef01234567','message':'Plant beans','author':'ann','branch':'main','files_changed':['a.txt'],'insertions':3,'deletions':1"));
        lines.add(event("file_change", "'file_path':'src/basket.ts','change_type':'modified'"));
        lines.add(event("quality.reported", "'kind':'coverage','branch':'main','line_coverage':0.8"));
        lines.add(event("quality.reported", "'kind':'tests','branch':'main','passed':7,'failed':1,'skipped':0"));
        lines.add(
                event(
                        "ai.suggestion",
                        "'suggestion_id':'s1','title':'Use less memory','severity':'warning','category':'performance','confidence':0.8"));
        lines.add(event("commit", "'commit_hash':'fedcba9876543210fedcba9876543210fedcba98','message':'Hush'")
                .replace("\"shop\"", "\"quiet\""));
        server.publishLines(lines);
    }

    /** An event of the shop; single quotes stand for double. */
    static String event(String type, String data) {
        return ("{'type':'" + type + "','project_id':'shop','data':{" + data + "}}").replace('\'', '"');
    }
}
