package dev.herald.api.work;

import dev.herald.http.Json;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.projection.work.Task;
import dev.herald.query.ShownTask;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tasks as a file: CSV (RFC 4180) with a header row of a task's members in their order, or NDJSON with a task a line.
 * Several labels, and several tasks that one depends on, stand in one cell of CSV with a comma between them. Any thread.
 */
final class TaskFiles {
    private static final List<String> COLUMNS = List.of(
            "task_id",
            "title",
            "description",
            "status",
            "assignee",
            "estimate",
            "due_date",
            "labels",
            "parent_id",
            "depends_on",
            "created_at",
            "started_at",
            "completed_at",
            "updated_at",
            "version");

    private TaskFiles() {}

    /** How tasks are written down. */
    enum Format {
        CSV("text/csv; charset=utf-8; header=present"),
        NDJSON("application/x-ndjson");

        private final String contentType;

        Format(String contentType) {
            this.contentType = contentType;
        }

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Format> of(String wireName) {
            return Arrays.stream(values())
                    .filter(one -> one.wireName().equals(wireName))
                    .findFirst();
        }

        /** NDJSON where the client names it, else CSV. */
        static Format accepted(Request request) {
            String accept = request.headers().first("Accept").orElse("");
            return accept.contains("ndjson") || accept.contains("jsonl") ? NDJSON : CSV;
        }
    }

    static Response response(Format format, List<Task> tasks) {
        byte[] body = switch (format) {
            case CSV -> csv(tasks);
            case NDJSON -> ndjson(tasks);
        };
        return Response.bytes(200, format.contentType, body);
    }

    private static byte[] ndjson(List<Task> tasks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256 * (tasks.size() + 1));
        for (Task task : tasks) {
            out.writeBytes(Json.bytes(ShownTask.of(task)));
            out.write('\n');
        }
        return out.toByteArray();
    }

    private static byte[] csv(List<Task> tasks) {
        StringBuilder text = new StringBuilder(String.join(",", COLUMNS)).append("\r\n");
        for (Task task : tasks) {
            row(text, ShownTask.of(task));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void row(StringBuilder text, ShownTask task) {
        List<@Nullable Object> cells = new ArrayList<>(Arrays.asList(
                task.taskId(),
                task.title(),
                task.description(),
                task.status(),
                task.assignee(),
                task.estimate(),
                task.dueDate(),
                task.labels(),
                task.parentId(),
                task.dependsOn(),
                task.createdAt(),
                task.startedAt(),
                task.completedAt(),
                task.updatedAt(),
                task.version()));
        for (int i = 0; i < cells.size(); i++) {
            text.append(i == 0 ? "" : ",").append(cell(cells.get(i)));
        }
        text.append("\r\n");
    }

    private static String cell(@Nullable Object value) {
        String text = switch (value) {
            case null -> "";
            case List<?> several ->
                String.join(",", several.stream().map(String::valueOf).toList());
            case Double number ->
                BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
            default -> value.toString();
        };
        boolean isQuoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                || text.startsWith(" ")
                || text.endsWith(" ");
        return isQuoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
