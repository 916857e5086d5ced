package dev.herald.api.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each route is for, what it may be asked and what it takes, for the description of the routes. */
final class OpenApiTable {
    private static final String JSON = "application/json";

    /**
     * Route, query parameters, media types of the body and of the answer (JSON where nothing stands there), and what it
     * is for.
     */
    private static final String TABLE = """
            GET /health                      | | | | How each part of the server is.
            GET /api/v1/health               | | | | How each part of the server is.
            GET /health/live                 | | | | Whether requests are served.
            GET /health/ready                | | | | Whether events are accepted.
            GET /metrics                     | | | application/openmetrics-text | The server's figures.
            GET /openapi.json                | | | | This description.
            GET /api/v1/openapi.json         | | | | This description.
            GET /api/v1/dashboard/ws/stats   | | | | Figures of the WebSocket connections.
            GET /api/v1/sse/stats            | | | | Figures of the streams.
            GET /api/v1/websocket/stats      | | | | Connections by room.
            GET /api/v1/sse/connections      | | | | The streams that are open.
            GET /api/v1/presence             | room | | | Who is in a room.
            POST /api/v1/sse/test-event      | event_type project_id | | | Publishes an event to try a stream with.
            POST /api/v1/sse/subscribe       | connection_id | application/json | | Changes what a stream hears.
            POST /api/v1/sse/authenticate    | connection_id | application/json | | Gives a stream a new token.
            GET /api/v1/events               | project_id event_types events_after before events_limit order q | | | Pages of events.
            GET /api/v1/events/summary       | project_id event_types | | | Counts of the last hour.
            GET /api/v1/events/{event_id}    | | | | One event.
            POST /api/v1/events              | | application/json application/x-ndjson | | Publishes events.
            POST /api/v1/projects/{id}/auto-commit | | application/json | | Commits now.
            GET /api/v1/projects             | status limit after as_of | | | Projects.
            POST /api/v1/projects            | | application/json | | Makes a project.
            GET /api/v1/projects/{id}        | as_of | | | A project.
            PUT /api/v1/projects/{id}        | | application/json | | Changes a project.
            PATCH /api/v1/projects/{id}      | | application/json | | Changes a project in part.
            DELETE /api/v1/projects/{id}     | | | | Deletes a project.
            GET /api/v1/projects/{id}/tasks  | status assignee label parent_id q sort limit after as_of | | | Tasks of a project.
            POST /api/v1/projects/{id}/tasks | | application/json | | Makes a task.
            POST /api/v1/projects/{id}/tasks:import | partial | text/csv application/x-ndjson | | Makes and changes many tasks.
            GET /api/v1/projects/{id}/tasks:export | format status assignee label parent_id q as_of | | text/csv application/x-ndjson | Tasks as a file.
            GET /api/v1/projects/{id}/tasks/{task_id} | as_of | | | A task.
            PUT /api/v1/projects/{id}/tasks/{task_id} | | application/json | | Changes a task.
            PATCH /api/v1/projects/{id}/tasks/{task_id} | | application/json | | Changes a task in part.
            DELETE /api/v1/projects/{id}/tasks/{task_id} | | | | Deletes a task.
            GET /api/v1/tasks/{task_id}      | as_of | | | A task, of the one project that has it.
            PUT /api/v1/tasks/{task_id}      | | application/json | | Changes a task, of the one project that has it.
            PATCH /api/v1/tasks/{task_id}    | | application/json | | Changes a task in part, of the one project that has it.
            DELETE /api/v1/tasks/{task_id}   | | | | Deletes a task, of the one project that has it.
            GET /api/v1/projects/{id}/risks  | open severity rule limit after as_of | | | Risks of a project.
            POST /api/v1/projects/{id}/risks | | application/json | | Reports a risk.
            POST /api/v1/projects/{id}/risks/{risk_id}:resolve | | application/json | | Says that a reported risk is over.
            POST /api/v1/projects/{id}/risks/{risk_id}:acknowledge | | application/json | | Says that somebody knows of a risk.
            GET /api/v1/projects/{id}/suggestions | status limit after as_of | | | What an AI suggested.
            GET /api/v1/projects/{id}/pull-requests | status limit after as_of | | | Pull requests of a project.
            GET /api/v1/projects/{id}/issues | status limit after as_of | | | Issues of a project.
            GET /api/v1/projects/{id}/deployments | status limit after as_of | | | Deployments of a project.
            POST /api/v1/projects/{id}/suggestions/{suggestion_id}:accept | | application/json | | Accepts a suggestion.
            POST /api/v1/projects/{id}/suggestions/{suggestion_id}:dismiss | | application/json | | Dismisses a suggestion.
            POST /api/v1/ai/suggestions      | | application/json | | Suggests something.
            GET /api/v1/projects/{id}/figures | timeframe names as_of | | | Figures of a project.
            GET /api/v1/projects/{id}/figures/{name} | timeframe limit after as_of | | | A figure with all that made it.
            GET /api/v1/projects/{id}/flow   | timeframe as_of | | | How work flows, for charts.
            GET /api/v1/projects/{id}/forecast | as_of | | | When the open tasks will be done.
            GET /api/v1/projects/{id}/delivery | timeframe as_of | | | What becomes of changes.
            GET /api/v1/projects/{id}/brief  | after budget as_of | | | What happened since an event.
            GET /api/v1/agents               | project_id status limit after as_of | | | Agents.
            GET /api/v1/agents/{id}          | as_of | | | An agent.
            PUT /api/v1/agents/{id}/status   | | application/json | | Says how an agent is.
            GET /api/v1/workflows            | project_id status workflow_name limit after as_of | | | Runs of workflows.
            PUT /api/v1/workflows/{id}/progress | | application/json | | Says how far a run of a workflow is.
            GET /api/v1/dashboard/now        | project_id as_of | | | What needs somebody, and how each project stands.
            GET /api/v1/dashboard/overview   | project_id as_of | | | How a project stands, or all together.
            GET /api/v1/dashboard/metrics    | project_id timeframe as_of | | | All figures with their trends.
            GET /api/v1/dashboard/alerts     | project_id alert_severity resolved as_of | | | What needs somebody.
            GET /api/v1/dashboard/health     | project_id as_of | | | A project's health with its components.
            GET /api/v1/dashboard/team-performance | project_id timeframe as_of | | | What each person did.
            GET /api/v1/dashboard/widgets    | | | | The widgets that there are.
            GET /api/v1/dashboard/layout     | layout_type as_of | | | A layout of the caller's dashboard.
            POST /api/v1/dashboard/layout    | | application/json | | Keeps a layout of the caller's dashboard.
            DELETE /api/v1/dashboard/layout/{layout_type} | | | | Deletes a layout of the caller's dashboard.
            GET /api/v1/dashboard/layouts    | as_of | | | All layouts of the caller's dashboard.
            POST /api/v1/projects/{id}/quality | branch commit_hash run | application/xml application/json text/plain | | Tells what a tool found out: JaCoCo, Cobertura, LCOV, JUnit, SARIF.
            """;

    private static final Map<String, Row> ROWS = new LinkedHashMap<>();

    static {
        TABLE.lines().forEach(line -> {
            String[] cells = line.split("\\|");
            ROWS.put(
                    cells[0].strip(),
                    new Row(words(cells[1]), words(cells[2]), or(words(cells[3]), JSON), cells[4].strip()));
        });
    }

    private OpenApiTable() {}

    /**
     * @param parameters of the query
     * @param body media types; empty where it takes none
     * @param answers media types
     */
    record Row(List<String> parameters, List<String> body, List<String> answers, String summary) {}

    /** By method and pattern, in the table's order. */
    static List<String> routes() {
        return new ArrayList<>(ROWS.keySet());
    }

    static @Nullable Row row(String method, String pattern) {
        return ROWS.get(method + " " + pattern);
    }

    /** The name on the wire of a parameter of the table, where several of one name differ in what they take. */
    static String wireName(String parameter) {
        return switch (parameter) {
            case "events_after" -> "after";
            case "events_limit" -> "limit";
            case "alert_severity" -> "severity";
            default -> parameter;
        };
    }

    static Map<String, Object> schema(String parameter) {
        return switch (parameter) {
            case "limit", "events_limit" -> Map.of("type", "integer", "minimum", 1, "maximum", 1_000, "default", 100);
            case "budget" -> Map.of("type", "integer", "minimum", 100, "maximum", 100_000, "default", 4_000);
            case "timeframe" ->
                Map.of("type", "string", "enum", List.of("1h", "24h", "7d", "30d", "90d"), "default", "30d");
            case "order" -> Map.of("type", "string", "enum", List.of("asc", "desc"), "default", "asc");
            case "format" -> Map.of("type", "string", "enum", List.of("csv", "ndjson"));
            case "open", "resolved", "partial" -> Map.of("type", "boolean");
            case "as_of" ->
                Map.of(
                        "type",
                        "string",
                        "description",
                        "An event id or an RFC 3339 time: the answer is as it was then.");
            case "after" -> Map.of("type", "string", "description", "What the page before said in next_after.");
            case "severity" ->
                Map.of("type", "string", "description", "low, medium, high, critical; several with commas.");
            case "alert_severity" ->
                Map.of("type", "string", "description", "info, warning, error, critical; several with commas.");
            case "sort" ->
                Map.of(
                        "type",
                        "string",
                        "description",
                        "created_at, updated_at, task_id, title, status, assignee, due_date or estimate; a - before it"
                                + " turns it around.");
            default -> Map.of("type", "string");
        };
    }

    private static List<String> words(String cell) {
        String text = cell.strip();
        return text.isEmpty() ? List.of() : List.of(text.split(" +"));
    }

    private static List<String> or(List<String> words, String otherwise) {
        return words.isEmpty() ? List.of(otherwise) : words;
    }
}
