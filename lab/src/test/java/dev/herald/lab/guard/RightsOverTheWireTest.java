package dev.herald.lab.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.access.Role;
import dev.herald.lab.RunningServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that end or are replaced while a session lives, on each transport. */
@Timeout(60)
final class RightsOverTheWireTest {
    private static final String BOTH = Tokens.of("ann", Role.VIEWER, "garden", "orchard");
    private static final String LESS = Tokens.of("ann", Role.VIEWER, "garden");
    private static final String ANOTHERS = Tokens.of("bob", Role.ADMIN, "*");

    @TempDir
    Path folder;

    private RunningServer server;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(folder, Map.of("jwt-secret", List.of(Tokens.SECRET)));
        client = new Client(server.port());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private static String authenticate(String token) {
        return "{\"type\":\"authenticate\",\"token\":\"" + token + "\"}";
    }

    @Test
    void aWebSocketThatLosesAProjectHearsAndReplaysNoneOfIt() throws Exception {
        client.publish("orchard", "early");
        Client.Socketed socket = client.webSocket("/ws").say(authenticate(BOTH));
        socket.talk.await("authenticated");
        socket.say(
                "{\"type\":\"subscribe\",\"rooms\":[\"project:garden\",\"project:orchard\"],\"last_event_id\":\"0-0\"}");
        socket.talk.await("\"early\"");
        socket.say(authenticate(ANOTHERS));
        socket.talk.await("AUTH_FAILED", "another principal");
        int before = socket.talk.count();
        socket.say(authenticate(LESS));
        socket.talk.await(before, "authenticated");
        assertThat(socket.talk.await(before, "subscription_confirmed")).doesNotContain("orchard");
        client.publish("orchard", "late");
        client.publish("garden", "seen");
        socket.talk.await(before, "\"seen\"");
        socket.say("{\"type\":\"reconnect\",\"last_event_id\":\"0-0\"}");
        socket.talk.await(before, "reconnect_confirmed");
        socket.say("{\"type\":\"subscribe\",\"project_id\":\"orchard\",\"last_event_id\":\"0-0\"}");
        socket.talk.await(before, "ROOM_ACCESS_DENIED");
        assertThat(socket.talk.all().subList(before, socket.talk.count()))
                .noneMatch(said -> said.contains("\"early\"") || said.contains("\"late\""));
    }

    @Test
    void aStreamThatLosesAProjectHearsAndReplaysNoneOfIt() throws Exception {
        client.publish("orchard", "early");
        try (Client.Streamed stream = client.stream("?last_event_id=0-0", BOTH)) {
            String of = "?connection_id=" + stream.id();
            stream.talk.await("\"early\"");
            assertThat(client.ask("/api/v1/sse/authenticate" + of, ANOTHERS, "").statusCode())
                    .isEqualTo(403);
            int before = stream.talk.count();
            assertThat(client.ask("/api/v1/sse/authenticate" + of, LESS, "").statusCode())
                    .isEqualTo(200);
            client.publish("orchard", "late");
            client.publish("garden", "seen");
            stream.talk.await(before, "\"seen\"");
            assertThat(client.ask("/api/v1/sse/subscribe" + of, LESS, "{\"project_id\":\"orchard\"}")
                            .statusCode())
                    .isEqualTo(403);
            int replay = stream.talk.count();
            assertThat(client.ask("/api/v1/sse/subscribe" + of, LESS, "{\"last_event_id\":\"0-0\"}")
                            .statusCode())
                    .isEqualTo(200);
            stream.talk.await(replay, "\"seen\"");
            assertThat(stream.talk.all().subList(before, stream.talk.count()))
                    .noneMatch(said -> said.contains("\"early\"") || said.contains("\"late\""));
        }
    }

    @Test
    void aStreamSubscribedWithASmallerTokenKeepsToIt() throws Exception {
        try (Client.Streamed stream = client.stream("", BOTH)) {
            String of = "?connection_id=" + stream.id();
            assertThat(client.ask("/api/v1/sse/subscribe" + of, LESS, "{}").statusCode())
                    .isEqualTo(200);
            client.publish("orchard", "late");
            client.publish("garden", "seen");
            stream.talk.await("\"seen\"");
            assertThat(stream.talk.all()).noneMatch(said -> said.contains("\"late\""));
        }
    }

    @Test
    void aSocketThatLosesAProjectLosesItsRoomAndReplaysNoneOfIt() throws Exception {
        client.publish("orchard", "early");
        Polled socket = client.poll(BOTH);
        socket.talk.await("connection_established");
        socket.emit("subscribe", "{\"room\":\"project:garden\"}");
        assertThat(socket.emit("subscribe", "{\"room\":\"project:orchard\",\"last_event_id\":\"0-0\"}"))
                .contains("success");
        socket.talk.await("\"early\"");
        assertThat(socket.emit("refresh_token", "{\"token\":\"" + ANOTHERS + "\"}"))
                .contains("AUTH_FAILED");
        assertThat(socket.emit("refresh_token", "{\"token\":\"" + Tokens.forged("ann") + "\"}"))
                .contains("AUTH_FAILED");
        int before = socket.talk.count();
        assertThat(socket.emit("refresh_token", "{\"token\":\"" + LESS + "\"}")).contains("success", "project:orchard");
        client.publish("orchard", "late");
        client.publish("garden", "seen");
        socket.talk.await(before, "\"seen\"");
        assertThat(socket.emit("debug:rooms", "{}")).contains("project:garden").doesNotContain("orchard");
        assertThat(socket.emit("subscribe", "{\"room\":\"project:orchard\",\"last_event_id\":\"0-0\"}"))
                .contains("ROOM_ACCESS_DENIED");
        assertThat(socket.emit("subscribe", "{\"room\":\"global\",\"last_event_id\":\"0-0\"}"))
                .contains("success");
        assertThat(socket.emit("ping", "{}")).contains("pong");
        assertThat(socket.talk.all().subList(before, socket.talk.count()))
                .noneMatch(said -> said.contains("\"early\"") || said.contains("\"late\""));
    }

    @Test
    void aTokensEndEndsTheSessionOnEachTransport() throws Exception {
        String brief = Tokens.lasting(2, "ann", Role.VIEWER, "garden");
        Client.Socketed webSocket = client.webSocket("/ws?token=" + brief);
        Polled polled = client.poll(brief);
        polled.talk.await("connection_established");
        try (Client.Streamed stream = client.stream("", brief)) {
            stream.id();
            webSocket.talk.await("token_expiring");
            stream.talk.await("token_expiring");
            polled.talk.await("token_expiring");
            stream.talk.awaitEnd();
        }
        assertThat(webSocket.code()).isEqualTo(4401);
        polled.talk.await("41");
    }

    @Test
    void aTokenThatIsReplacedInTimeKeepsTheSessionOnEachTransport() throws Exception {
        String brief = Tokens.lasting(3, "ann", Role.VIEWER, "garden");
        Client.Socketed ends = client.webSocket("/ws?token=" + brief);
        Client.Socketed webSocket = client.webSocket("/ws?token=" + brief).say("{\"type\":\"subscribe\"}");
        Polled polled = client.poll(brief);
        polled.talk.await("connection_established");
        polled.emit("subscribe", "{\"room\":\"project:garden\"}");
        try (Client.Streamed stream = client.stream("", brief)) {
            webSocket.say(authenticate(LESS)).talk.await("\"authenticated\"");
            assertThat(polled.emit("refresh_token", "{\"token\":\"" + LESS + "\"}"))
                    .contains("success");
            assertThat(client.ask("/api/v1/sse/authenticate?connection_id=" + stream.id(), LESS, "")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(ends.code()).isEqualTo(4401);
            client.publish("garden", "after");
            webSocket.talk.await("\"after\"");
            polled.talk.await("\"after\"");
            stream.talk.await("\"after\"");
        }
    }
}
