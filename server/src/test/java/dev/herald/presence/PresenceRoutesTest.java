package dev.herald.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.access.Grant;
import dev.herald.access.Role;
import dev.herald.event.Reach;
import dev.herald.http.Handler;
import dev.herald.http.Headers;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.hub.Subscription;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who hears a room, to the byte. */
class PresenceRoutesTest {
    private final Attendance attendance = new Attendance();

    @Test
    void aRoomThatNobodyHearsHasNoMembers() {
        assertThat(ask()).isEqualTo("{\"room\":\"project:demo\",\"members\":[],\"total\":0}");
    }

    @Test
    void membersComeInTheOrderOfTheirNamesWithAllThatTheyHaveOpen() {
        come("zoe \"z\"", null, "websocket", 5_000);
        come("bot", "b-2", "sse", 3_000);
        come("bot", "b-1", "websocket", 1_000);
        assertThat(ask())
                .isEqualTo("{\"room\":\"project:demo\",\"members\":["
                        + "{\"user_id\":\"bot\",\"agent_id\":\"b-1\",\"connections\":2,"
                        + "\"transports\":[\"sse\",\"websocket\"],\"since\":\"1970-01-01T00:00:01.000Z\"},"
                        + "{\"user_id\":\"zoe \\\"z\\\"\",\"agent_id\":null,\"connections\":1,"
                        + "\"transports\":[\"websocket\"],\"since\":\"1970-01-01T00:00:05.000Z\"}],\"total\":2}");
    }

    @Test
    void aLongListEndsAtItsLimitAndSaysHowManyThereAre() {
        for (int i = 0; i <= PresenceRoutes.LISTED_MAX; i++) {
            come("user-" + i, null, "sse", 0);
        }
        String answer = ask();
        assertThat(answer.split("\"user_id\"", -1)).hasSize(PresenceRoutes.LISTED_MAX + 1);
        assertThat(answer).endsWith("],\"total\":" + (PresenceRoutes.LISTED_MAX + 1) + "}");
    }

    private void come(String subject, @Nullable String agent, String transport, long sinceEpochMillis) {
        Grant grant = new Grant(subject, Set.of(Role.AGENT), Reach.ALL, agent, Grant.NEVER);
        attendance.put(new Attendance.Attendee(
                UUID.randomUUID(), grant, transport, sinceEpochMillis, Subscription.everything()));
    }

    private String ask() {
        Handler handler = new PresenceRoutes(attendance).routes().getFirst().handler();
        Request request = Request.of(
                        "GET",
                        "/api/v1/presence",
                        Map.of("room", List.of("project:demo")),
                        Headers.NONE,
                        new byte[0],
                        "127.0.0.1",
                        Map.of())
                .withGrant(Grant.OPEN);
        Response response = handler.handle(request);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers().first("Content-Type")).contains("application/json");
        assertThat(response.headers().first("Cache-Control")).contains("no-store");
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
