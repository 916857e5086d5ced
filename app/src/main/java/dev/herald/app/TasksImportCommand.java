package dev.herald.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code herald tasks import}. */
@Command(
        name = "import",
        description = {
            "Makes and changes tasks from a file: CSV with a header row (task_id, title, description, status, assignee,"
                    + " estimate, due_date, labels, parent_id, depends_on), or NDJSON with a task a line. Those whose ids are"
                    + " known are changed, the others made; all of it or nothing.",
            ""
        },
        footer = {"", "Exit status: 0 imported, 1 refused or failed, 2 called wrongly."})
final class TasksImportCommand implements Callable<Integer> {
    private static final int BYTES_MAX = 1 << 30;

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private ServerOption server;

    @Mixin
    private ProjectOption project;

    @Parameters(paramLabel = "FILE", description = "The file; - reads the standard input.")
    private String file = "";

    @Option(names = "--format", paramLabel = "FORMAT", description = "csv or ndjson; else the file's name says it.")
    private @Nullable String format;

    @Option(names = "--partial", description = "Keep the rows that are right where others are wrong.")
    private boolean isPartial;

    @Option(names = "--create", description = "Make the project where there is none of that id.")
    private boolean isCreating;

    @Override
    public Integer call() throws InterruptedException {
        String type = contentType();
        byte[] body = read();
        PrintWriter err = spec.commandLine().getErr();
        Terminal terminal = Terminal.current();
        try (Asking asking = new Asking(server, new Patience(err, terminal))) {
            String of = isCreating ? project.made(asking) : project.id(asking);
            if (terminal.isInteractive()) {
                err.print("importing " + Line.plain(file) + " …\r");
                err.flush();
            }
            JsonNode done = Asking.json(asking.raw(
                    "POST", "/projects/" + of + "/tasks:import" + (isPartial ? "?partial=true" : ""), type, body));
            int count = done.path("imported").asInt();
            spec.commandLine()
                    .getOut()
                    .println("imported " + count + (count == 1 ? " task" : " tasks") + " into " + Line.plain(of));
            JsonNode errors = done.path("errors");
            errors.forEach(fault -> err.println("herald: left out: " + Asking.fault(fault)));
            return errors.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private String contentType() {
        String name = file.toLowerCase(Locale.ROOT);
        String known = format != null
                ? format
                : name.endsWith(".csv") ? "csv" : name.endsWith(".ndjson") || name.endsWith(".jsonl") ? "ndjson" : "";
        return switch (known) {
            case "csv" -> "text/csv";
            case "ndjson" -> "application/x-ndjson";
            default ->
                throw CommandFailure.usage(
                        List.of("the name of the file does not say what it is: give --format csv or --format ndjson"));
        };
    }

    private byte[] read() {
        try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
            byte[] body = in.readNBytes(BYTES_MAX);
            if (body.length == BYTES_MAX) {
                throw CommandFailure.failed("the file is too large: send it in smaller ones");
            }
            return body;
        } catch (NoSuchFileException missing) {
            throw CommandFailure.failed("there is no file " + Line.plain(file));
        } catch (IOException unreadable) {
            throw CommandFailure.failed("the file " + Line.plain(file) + " cannot be read: "
                    + Line.plain(String.valueOf(unreadable.getMessage())));
        }
    }
}
