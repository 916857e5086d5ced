package dev.herald.lab.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.access.Role;
import dev.herald.lab.guard.Client;
import dev.herald.lab.guard.Polled;
import dev.herald.lab.guard.Tokens;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program writes at its most talkative while tokens are used in every right and wrong way. */
final class SecrecyTest {
    /** Stands in payloads of tokens and events, and in nothing that a log may say. */
    private static final String PRIVATE = "correct-horse-battery-staple";

    /** Where a line could be split, as a request carries it. */
    private static final String SPLIT = "%0d%0aFORGED%20line%0aX-Forged:%20yes";

    @TempDir
    Path directory;

    private static List<String> tokens() {
        String good = Tokens.of("ann", Role.ADMIN, "*");
        String[] parts = good.split("\\.");
        String none = base64("{\"alg\":\"none\"}");
        return List.of(
                good,
                Tokens.forged("ann"),
                parts[0] + "." + parts[1] + ".",
                none + "." + parts[1] + ".",
                none + "." + parts[1] + "." + parts[2],
                base64("{\"alg\":\"RS256\",\"kid\":\"../../etc/passwd\"}") + "." + parts[1] + "." + parts[2],
                base64("{\"alg\":\"HS256\",\"cty\":\"JWT\"}") + "." + base64(good) + "." + parts[2],
                parts[0] + "." + base64("{\"sub\":\"" + PRIVATE + "\"}") + "." + parts[2],
                good + "A".repeat(6_000),
                good + "." + good,
                PRIVATE);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "text"})
    void noTokenNoSecretAndNoPayloadIsEverLogged(String format) throws Exception {
        try (Program program = serve(format);
                Client client = new Client(program.address().getPort())) {
            for (String token : tokens()) {
                useEverywhere(client, token);
            }
            String event = "{\"type\":\"custom.a\",\"project_id\":\"p\",\"data\":{\"word\":\"" + PRIVATE + "\"}}";
            assertThat(client.ask("/api/v1/events", tokens().getFirst(), event).statusCode())
                    .isEqualTo(201);
            client.ask("/api/v1/events", tokens().getFirst(), event + PRIVATE);
            client.ask("/api/v1/events?token=" + tokens().getFirst(), null, PRIVATE);
            program.await(() -> program.errors().contains("REFUSED"));
            program.terminate();
            assertThat(program.status()).isZero();
            String said = program.output() + program.errors();
            assertThat(said).contains("ann").doesNotContain(Tokens.SECRET, PRIVATE, base64(PRIVATE));
            for (String token : tokens()) {
                for (String part : token.split("\\.")) {
                    if (part.length() > 20) {
                        assertThat(said).doesNotContain(part.substring(0, 20), part.substring(part.length() - 20));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "text"})
    void nothingThatAClientSendsSplitsALineOfTheLogOrAHeader(String format) throws Exception {
        try (Program program = serve(format, "--trusted-proxies", "127.0.0.1");
                Client client = new Client(program.address().getPort())) {
            String good = tokens().getFirst();
            List<String> answers = new ArrayList<>();
            for (String path : List.of(
                    "/sse?token=",
                    "/sse?rooms=",
                    "/api/v1/events?project_id=",
                    "/api/v1/events/",
                    "/sse?last_event_id=",
                    "/socket.io/?EIO=4&transport=polling&sid=",
                    "/socket.io/?EIO=4&transport=",
                    "/")) {
                String token = path.contains("token=") ? "" : "Authorization: Bearer " + good + "\r\n";
                answers.add(client.raw("GET " + path + SPLIT + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + token
                        + "Connection: close\r\n\r\n"));
            }
            String forwarded = "198.51.100.7\u000bFORGED line";
            for (String address : List.of(
                    forwarded,
                    "\"198.51.100.7\\nFORGED line\"",
                    "FORGED line, 198.51.100.7",
                    "198.51.100.7\r FORGED line")) {
                answers.add(client.raw("GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: " + address
                        + "\r\nConnection: close\r\n\r\n"));
            }
            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer).startsWith("HTTP/1.1 4");
                assertThat(answer.substring(0, answer.indexOf("\r\n\r\n"))).doesNotContainIgnoringCase("forged");
            });
            Client.Socketed socket = client.webSocket("/ws?token=" + good);
            socket.say("{\"type\":\"subscribe\",\"rooms\":[\"project:a\\r\\nFORGED line\"]}")
                    .hears("INVALID_ROOM");
            socket.say("{\"type\":\"a\\r\\nFORGED line\"}").hears("no such message");
            socket.say("{\"type\":\"authenticate\",\"token\":\"a\\r\\nFORGED line\"}")
                    .hears("AUTH_FAILED");
            Polled polled = client.poll(good);
            assertThat(polled.emit("subscribe", "{\"room\":\"project:a\\r\\nFORGED line\"}"))
                    .contains("INVALID_ROOM");
            assertThat(polled.emit("a\\r\\nFORGED line", "{}")).contains("BAD_REQUEST");
            polled.push("40/a\r\nFORGED line,{}");
            program.terminate();
            assertThat(program.status()).isZero();
            assertThat(program.errors().lines())
                    .isNotEmpty()
                    .allMatch(line -> line.matches(
                            format.equals("json")
                                    ? "\\{\"timestamp\":.*\\}"
                                    : "[0-9]{4}-[0-9]{2}-[0-9]{2}T.*|\\s+at .*|.*Exception.*"));
            assertThat(program.errors().lines()).noneMatch(line -> line.startsWith("FORGED"));
        }
    }

    private Program serve(String format, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "serve",
                "--port",
                "0",
                "--jwt-secret",
                Tokens.SECRET,
                "--log",
                format,
                "--log-level",
                "trace",
                "--rate-failures",
                "off"));
        arguments.addAll(List.of(more));
        return Program.start(directory, arguments.toArray(String[]::new));
    }

    private static void useEverywhere(Client client, String token) throws Exception {
        client.ask("/api/v1/events", token, null);
        client.ask("/metrics", token, null);
        client.ask("/api/v1/sse/authenticate?connection_id=x&token=" + token, token, "");
        client.ask("/sse?last_event_id=x&token=" + token, null, null);
        client.ask("/api/v1/events/" + token, token, token);
        client.ask("/no/such/path?token=" + token, null, null);
        client.ask("/socket.io/?EIO=4&transport=polling&token=" + token, null, null);
        client.ask("/socket.io/?EIO=4&transport=polling&sid=" + token, token, null);
        Client.Socketed inAddress = client.webSocket("/ws?token=" + token);
        inAddress.hears("connection_established");
        Client.Socketed inMessage = client.webSocket("/ws");
        inMessage.say("{\"type\":\"authenticate\",\"token\":\"" + token + "\"}");
        inMessage.say(token).hears("BAD_REQUEST");
        Polled polled = client.poll(token);
        polled.hears("4");
        polled.push("42[\"refresh_token\",{\"token\":\"" + token + "\"}]");
        polled.push(token);
        client.raw("GET /sse?token=" + token + " HTTP/9.9\r\nAuthorization: Bearer " + token
                + "\r\nConnection: close\r\n\r\n");
        client.raw("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token + "\r\nAuthorization: Bearer "
                + token + "\r\nbad field " + token + "\r\nConnection: close\r\n\r\n");
    }
}
