package dev.herald.app;

import com.fasterxml.jackson.databind.JsonNode;

/** A task on a line. */
final class TaskText {
    private static final int STATUS_WIDTH = 11;

    private TaskText() {}

    static String line(JsonNode task, int idWidth, Terminal terminal) {
        String status = task.path("status").asText();
        StringBuilder line = new StringBuilder();
        line.append(padded(Line.plain(task.path("task_id").asText()), idWidth)).append("  ");
        line.append(terminal.in(colour(status), padded(status, STATUS_WIDTH))).append("  ");
        line.append(Line.plain(task.path("title").asText(), 200));
        if (task.path("assignee").isTextual()) {
            line.append(terminal.in(
                    Terminal.Colour.DIM,
                    "  @" + Line.plain(task.path("assignee").asText())));
        }
        if (task.path("due_date").isTextual()) {
            line.append(terminal.in(
                    Terminal.Colour.DIM,
                    "  due " + Line.plain(task.path("due_date").asText())));
        }
        return line.toString();
    }

    private static Terminal.Colour colour(String status) {
        return switch (status) {
            case "done" -> Terminal.Colour.GREEN;
            case "blocked" -> Terminal.Colour.RED;
            case "in_progress", "in_review" -> Terminal.Colour.CYAN;
            default -> Terminal.Colour.DIM;
        };
    }

    static String padded(String text, int width) {
        return text.length() >= width ? text : text + " ".repeat(width - text.length());
    }
}
