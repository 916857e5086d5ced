package dev.herald.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;

/** Where a project stands, for a terminal. */
final class StatusText {
    private static final int BAR = 30;
    private static final int NAME_WIDTH = 11;
    private static final int RISKS_MAX = 10;

    private final Terminal terminal;
    private final StringBuilder text = new StringBuilder();

    private StatusText(Terminal terminal) {
        this.terminal = terminal;
    }

    /** One project of several. */
    static String line(String id, int width, JsonNode overview, Terminal terminal) {
        StatusText text = new StatusText(terminal);
        return TaskText.padded(id, width) + "  " + text.bar(overview.path("progress_percentage")) + "  "
                + text.health(overview.path("health_score")) + "  risk "
                + Line.plain(overview.path("risk_level").asText("unknown"));
    }

    static String of(JsonNode all, Terminal terminal) {
        StatusText text = new StatusText(terminal);
        text.write(all);
        return text.text.toString();
    }

    private void write(JsonNode all) {
        JsonNode project = all.path("project");
        JsonNode overview = all.path("overview");
        String name = project.path("project_name").asText("");
        String id = project.path("project_id").asText();
        text.append(Line.plain(name.isEmpty() || name.equals("null") ? id : name + " (" + id + ")"))
                .append('\n');
        row(
                "progress",
                bar(overview.path("progress_percentage")) + "  "
                        + overview.path("completed_tasks").asText("?") + " of "
                        + overview.path("total_tasks").asText("?") + " tasks");
        components(all.path("health"));
        risks(all.path("risks"), overview.path("risk_level").asText("unknown"));
        agents(all.path("agents"));
        forecast(all.path("forecast"));
    }

    private void components(JsonNode health) {
        row("health", health(health.path("overall_health")));
        for (Map.Entry<String, JsonNode> one : health.path("components").properties()) {
            JsonNode value = one.getValue().path("value");
            row(
                    "",
                    terminal.in(
                            Terminal.Colour.DIM,
                            TaskText.padded(one.getKey(), NAME_WIDTH) + (value.isNumber() ? rounded(value) : "–") + "  "
                                    + Line.plain(one.getValue().path("reason").asText())));
        }
    }

    private void risks(JsonNode risks, String level) {
        row("risks", risks.isEmpty() ? "none open" : risks.size() + " open, level " + Line.plain(level));
        int shown = 0;
        for (JsonNode risk : risks) {
            if (shown++ == RISKS_MAX) {
                row("", "…");
                return;
            }
            String severity = risk.path("severity").asText();
            boolean isBad = severity.equals("high") || severity.equals("critical");
            row(
                    "",
                    terminal.in(isBad ? Terminal.Colour.RED : Terminal.Colour.YELLOW, TaskText.padded(severity, 9))
                            + Line.plain(
                                    risk.path("rule").asText() + " "
                                            + risk.path("subject").asText() + ": "
                                            + risk.path("message").asText(),
                                    200));
        }
    }

    private void agents(JsonNode agents) {
        for (JsonNode agent : agents) {
            String activity = agent.path("activity").asText();
            if (activity.startsWith("waiting")) {
                String reason = agent.path("reason").isTextual()
                        ? ": " + agent.path("reason").asText()
                        : "";
                row(
                        "waits",
                        terminal.in(
                                Terminal.Colour.YELLOW,
                                Line.plain(
                                        agent.path("agent_id").asText() + " " + activity.replace('_', ' ') + " since "
                                                + agent.path("activity_since").asText() + reason,
                                        200)));
            }
        }
    }

    private void forecast(JsonNode forecast) {
        if (!forecast.path("p50").isTextual()) {
            row("forecast", "unknown: " + Line.plain(forecast.path("reason").asText("no reason is given")));
            return;
        }
        String chance = forecast.path("probability").isNumber()
                ? "; due " + forecast.path("due_date").asText() + " with a chance of "
                        + Math.round(100 * forecast.path("probability").asDouble()) + " %"
                : "";
        row(
                "forecast",
                Line.plain(forecast.path("remaining").asText() + " tasks left: half of the runs are done by "
                        + forecast.path("p50").asText() + ", 85 % by "
                        + forecast.path("p85").asText() + ", 95 % by "
                        + forecast.path("p95").asText() + chance));
    }

    private void row(String name, String words) {
        text.append("  ")
                .append(TaskText.padded(name, NAME_WIDTH))
                .append(words)
                .append('\n');
    }

    private String health(JsonNode score) {
        if (!score.isNumber()) {
            return "health unknown";
        }
        double value = score.asDouble();
        Terminal.Colour colour =
                value >= 80 ? Terminal.Colour.GREEN : value >= 60 ? Terminal.Colour.YELLOW : Terminal.Colour.RED;
        String word = value >= 80 ? "healthy" : value >= 60 ? "warning" : "critical";
        return terminal.in(colour, rounded(score) + " " + word);
    }

    private String bar(JsonNode percentage) {
        if (!percentage.isNumber()) {
            return "[" + " ".repeat(BAR) + "]   – %";
        }
        int full = (int) Math.floor(BAR * Math.clamp(percentage.asDouble(), 0, 100) / 100);
        return "[" + terminal.in(Terminal.Colour.GREEN, "#".repeat(full)) + "-".repeat(BAR - full) + "] "
                + TaskText.padded("", 3 - rounded(percentage).length()) + rounded(percentage) + " %";
    }

    /** Half up, as figures are shown. */
    private static String rounded(JsonNode number) {
        return String.format(Locale.ROOT, "%d", (long) Math.floor(number.asDouble() + 0.5));
    }
}
