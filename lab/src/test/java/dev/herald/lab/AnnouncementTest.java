package dev.herald.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the server tells of itself, as a stream hears it: events like any other, but live only. */
@Timeout(60)
class AnnouncementTest {
    @Test
    void theServerTellsHowItIsInEventsThatHaveNoId(@TempDir Path folder) throws Exception {
        try (RunningServer server = RunningServer.start(folder, Map.of("heartbeat", List.of("1 s")));
                HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            server.uri("http", "/sse?event_types=system_status,health_check"))
                    .build();
            try (var lines = http.send(request, BodyHandlers.ofLines()).body()) {
                Iterator<String> line = lines.iterator();
                JsonNode status = next(line, "system_status");
                assertThat(status.has("event_id")).isFalse();
                assertThat(status.get("project_id").isNull()).isTrue();
                assertThat(status.get("source").asText()).isEqualTo("herald");
                assertThat(status.get("timestamp").isNumber()).isTrue();
                assertThat(status.get("data").get("status").asText()).isEqualTo("healthy");
                assertThat(status.get("data").get("connections").asInt()).isEqualTo(1);
                assertThat(status.get("data").get("timestamp")).isEqualTo(status.get("iso_timestamp"));
                JsonNode check = next(line, "health_check");
                assertThat(check.get("data").get("components").get("journal").asText())
                        .isEqualTo("healthy");
            }
        }
    }

    private static JsonNode next(Iterator<String> lines, String type) throws Exception {
        while (true) {
            String line = lines.next();
            if (line.startsWith("data: ")) {
                JsonNode message = new ObjectMapper().readTree(line.substring("data: ".length()));
                if (message.get("type").asText().equals(type)) {
                    return message;
                }
            }
        }
    }
}
