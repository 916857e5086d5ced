package dev.herald.api.command;

import dev.herald.command.Row;
import dev.herald.http.Headers;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.projection.Members;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tasks from a file: CSV (RFC 4180) with a header row, or NDJSON with a task a line. A cell that is empty says nothing;
 * of several labels or tasks in a cell, a comma stands between. Any thread.
 */
final class TaskRows {
    /** Tasks in one file. */
    static final int ROWS_MAX = 100_000;

    private static final Set<String> SAID = Set.of(
            "task_id",
            "title",
            "description",
            "status",
            "assignee",
            "estimate",
            "due_date",
            "labels",
            "parent_id",
            "depends_on");
    private static final Set<String> OWN = Set.of("created_at", "started_at", "completed_at", "updated_at", "version");
    private static final Set<String> LISTS = Set.of("labels", "depends_on");

    private TaskRows() {}

    /** @throws ProblemException 415 for another kind of file, 400 for one that cannot be read, 413 for too many rows */
    static List<Row> of(Request request) {
        String type = request.headers().first("Content-Type").orElse("");
        String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        List<Row> rows = switch (media) {
            case "text/csv" -> csv(text(request.body()));
            case "application/x-ndjson", "application/jsonl", "application/ndjson" -> lines(request.body());
            default ->
                throw new ProblemException(Problem.of(
                        415,
                        "Unsupported media type",
                        "Tasks are imported as text/csv or application/x-ndjson, not as " + media + "."));
        };
        if (rows.isEmpty()) {
            throw malformed("there is no task in it");
        }
        return rows;
    }

    private static String text(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException broken) {
            throw malformed("it is not UTF-8");
        }
    }

    private static List<Row> lines(byte[] body) {
        List<Row> rows = new ArrayList<>();
        int from = 0;
        while (from < body.length) {
            int to = from;
            while (to < body.length && body[to] != '\n') {
                to++;
            }
            if (!isBlank(body, from, to)) {
                bounded(rows);
                rows.add(line(rows.size() + 1, body, from, to));
            }
            from = to + 1;
        }
        return rows;
    }

    private static Row line(int number, byte[] body, int from, int to) {
        try {
            return new Row(number, JsonBody.parse(body, from, to), null);
        } catch (JsonBody.Malformed | JsonBody.NoObject broken) {
            return new Row(number, Members.NONE, String.valueOf(broken.getMessage()));
        }
    }

    private static boolean isBlank(byte[] body, int from, int to) {
        for (int at = from; at < to; at++) {
            if (body[at] != ' ' && body[at] != '\r' && body[at] != '\t') {
                return false;
            }
        }
        return true;
    }

    private static void bounded(List<Row> rows) {
        if (rows.size() == ROWS_MAX) {
            throw new ProblemException(Problem.of(
                    413,
                    "Too many tasks",
                    "A file has at most " + ROWS_MAX + " tasks: nothing of it was kept, send it in smaller ones."));
        }
    }

    private static List<Row> csv(String text) {
        CsvReader reader = new CsvReader(text);
        List<String> header = reader.next();
        if (header == null) {
            throw malformed("there is no header row");
        }
        List<String> columns = header.stream().map(String::strip).toList();
        checkColumns(columns);
        List<Row> rows = new ArrayList<>();
        for (List<String> cells = reader.next(); cells != null; cells = reader.next()) {
            boolean isEmpty = cells.size() == 1 && cells.getFirst().isBlank();
            if (!isEmpty) {
                bounded(rows);
                rows.add(row(rows.size() + 1, columns, cells));
            }
        }
        if (reader.isOpen()) {
            throw malformed("a quote is opened and never closed");
        }
        return rows;
    }

    private static void checkColumns(List<String> columns) {
        Set<String> met = new HashSet<>();
        for (String column : columns) {
            if (!SAID.contains(column) && !OWN.contains(column)) {
                throw column(
                        column,
                        "is not known: "
                                + String.join(", ", SAID.stream().sorted().toList()) + " are");
            }
            if (!met.add(column)) {
                throw column(column, "is there twice");
            }
        }
    }

    private static Row row(int number, List<String> columns, List<String> cells) {
        if (cells.size() > columns.size()) {
            return new Row(
                    number,
                    Members.NONE,
                    "has " + cells.size() + " cells, and the header has " + columns.size()
                            + ": a text with a comma stands in quotes");
        }
        Map<String, @Nullable Object> said = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            String column = columns.get(i);
            String cell = cells.get(i);
            if (!cell.isEmpty() && SAID.contains(column)) {
                said.put(column, value(column, cell));
            }
        }
        return new Row(number, Members.of(said), null);
    }

    private static Object value(String column, String cell) {
        if (LISTS.contains(column)) {
            return Arrays.stream(cell.split(","))
                    .map(String::strip)
                    .filter(one -> !one.isEmpty())
                    .toList();
        }
        if (column.equals("estimate")) {
            try {
                return new BigDecimal(cell.strip());
            } catch (NumberFormatException none) {
                return cell;
            }
        }
        return cell;
    }

    private static ProblemException malformed(String why) {
        return new ProblemException(Problem.of(400, "Malformed file", "The file cannot be imported: " + why + "."));
    }

    private static ProblemException column(String name, String why) {
        String shown = name.length() > 80 ? name.substring(0, 80) + "…" : name;
        return new ProblemException(
                new Problem(422, "Invalid file", "The column \"" + shown + "\" " + why + ".", List.of(), Headers.NONE));
    }
}
