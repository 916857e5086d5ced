package dev.herald.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.herald.client.HeraldClient;
import dev.herald.client.Outcome;
import dev.herald.client.Publication;
import dev.herald.client.ServerException;
import dev.herald.event.Position;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code herald publish}. */
@Command(
        name = "publish",
        description = {
            "Publishes one event from its arguments and prints its id, or events from standard input, one JSON object a"
                    + " line, when no type is given.",
            ""
        },
        footer = {
            "",
            "  herald publish custom.deploy --project shop version=1.4 ok:=true",
            "  herald publish < events.ndjson",
            "",
            "Exit status: 0 every event is kept, 1 some are not, each of which is told, 2 called wrongly or no Herald"
                    + " server answers there."
        })
final class PublishCommand implements Callable<Integer> {
    private static final int INPUT_BUFFER = 64 * 1024;

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private ServerOption server;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "TYPE",
            description = "Such as file_change or custom.deploy; all are listed below.")
    private @Nullable String type;

    @Parameters(
            index = "1..*",
            paramLabel = "NAME=TEXT",
            description = "A member of the event's data; NAME:=JSON for a number, true, false, a list or an object.")
    private List<String> members = List.of();

    @Option(names = "--data", paramLabel = "JSON", description = "All of the event's data, as an object.")
    private @Nullable String data;

    @Option(names = "--project", paramLabel = "ID", description = "Whose event it is.")
    private @Nullable String project;

    @Option(names = "--source", paramLabel = "NAME", description = "Who reports it (cli).")
    private String source = "cli";

    @Option(
            names = "--idempotency",
            paramLabel = "KEY",
            description = "Publishing again with the same key adds nothing; for lines, what their keys begin with.")
    private @Nullable String key;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Patience patience = new Patience(spec.commandLine().getErr(), Terminal.current());
        try (HeraldClient client = new HeraldClient(server.settings(), patience)) {
            return type == null ? lines(client) : one(client, type);
        }
    }

    private int lines(HeraldClient client) throws IOException, InterruptedException {
        if (data != null || project != null) {
            throw CommandFailure.usage(
                    List.of("--data and --project are for an event of a TYPE; lines carry their own \"project_id\""));
        }
        LinePublisher publisher =
                new LinePublisher(client::publish, spec.commandLine().getErr(), Terminal.current(), key);
        EventLines lines = new EventLines(new BufferedInputStream(System.in, INPUT_BUFFER));
        return publisher.publish(lines) ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private int one(HeraldClient client, String eventType) throws InterruptedException {
        try {
            return switch (client.publish(publication(eventType))) {
                case Outcome.Kept(Position position) -> {
                    spec.commandLine().getOut().println(position);
                    yield ExitCode.OK;
                }
                case Outcome.Refused(int status, String detail, var faults) -> {
                    spec.commandLine()
                            .getErr()
                            .println("herald: refused: "
                                    + Called.current()
                                            .in(TokenAdvice.refused(
                                                    status, Line.plain(TypeNames.in(detail)), server.hasToken())));
                    yield ExitCode.SOFTWARE;
                }
            };
        } catch (ServerException away) {
            throw ServerOption.ended("not published: ", away);
        }
    }

    private Publication publication(String eventType) {
        try {
            byte[] json = object(eventType).getBytes(StandardCharsets.UTF_8);
            return key == null ? Publication.ofJson(json) : Publication.ofJson(json, key);
        } catch (IllegalArgumentException wrong) {
            throw CommandFailure.usage(List.of(Line.plain(String.valueOf(wrong.getMessage()))));
        }
    }

    /** The published object. What is in it the server checks; here only that it stays the object that was meant. */
    String object(String eventType) {
        if (data != null && !members.isEmpty()) {
            throw CommandFailure.usage(
                    List.of("--data is all of the event's data: leave out " + Line.plain(members.getFirst())));
        }
        List<String> envelope = new ArrayList<>();
        envelope.add("\"type\":" + quoted(eventType));
        if (project != null) {
            envelope.add("\"project_id\":" + quoted(project));
        }
        envelope.add("\"source\":" + quoted(source));
        envelope.add("\"data\":" + (data == null ? membersJson() : json("--data", data)));
        return "{" + String.join(",", envelope) + "}";
    }

    private String membersJson() {
        List<String> pairs = new ArrayList<>();
        for (String member : members) {
            int equals = member.indexOf('=');
            if (equals < 1) {
                throw CommandFailure.usage(List.of("\"" + Line.plain(member) + "\" is not NAME=TEXT or NAME:=JSON"));
            }
            boolean isJson = member.charAt(equals - 1) == ':';
            String name = member.substring(0, isJson ? equals - 1 : equals);
            String value = member.substring(equals + 1);
            pairs.add(quoted(name) + ":" + (isJson ? json(name, value) : quoted(value)));
        }
        return "{" + String.join(",", pairs) + "}";
    }

    private static String json(String name, String text) {
        try {
            // Read for its errors alone: what is sent is the text, with its own digits.
            new ObjectMapper()
                    .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readValue(text, Object.class);
            return text;
        } catch (JsonProcessingException malformed) {
            String from = malformed.getLocation() == null
                    ? ""
                    : " from character " + malformed.getLocation().getColumnNr() + " on";
            throw CommandFailure.usage(List.of(name + ": \"" + Line.plain(text, 100) + "\" is no JSON" + from));
        }
    }

    private static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }
}
