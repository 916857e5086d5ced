package dev.herald.lab.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as somebody starts it who has never seen Herald. */
final class DemoTest {
    private static final Pattern DATA = Pattern.compile("data in +(\\S+)");

    @TempDir
    Path directory;

    @Test
    void showsThreeProjectsAsTheyAreMeantToLookAndLeavesNothingBehind() throws Exception {
        try (Program demo = Program.start(directory, "demo", "--port", "0", "--still")) {
            URI address = demo.address();
            Map<String, JsonNode> cards = new HashMap<>();
            JsonNode now = get(address.resolve("/api/v1/dashboard/now"));
            now.path("projects")
                    .forEach(card -> cards.put(card.path("project_id").asText(), card));
            assertThat(cards).containsOnlyKeys("orchard-shop", "orchard-app", "billing-api");
            assertThat(cards.get("orchard-shop").path("health_status").asText()).isEqualTo("healthy");
            assertThat(cards.get("billing-api").path("health_status").asText()).isEqualTo("healthy");
            assertThat(cards.get("orchard-app").path("health_status").asText()).isEqualTo("critical");
            assertThat(cards.get("orchard-app").path("probability").asDouble()).isLessThan(0.5);
            assertThat(now.path("needs").findValuesAsText("rule"))
                    .contains("forecast_late", "blocked_too_long", "workflow_failing");
            assertThat(now.path("needs").findValuesAsText("kind"))
                    .contains("agent")
                    .doesNotContain("server");
            JsonNode oldest = get(address.resolve("/api/v1/events?limit=1"));
            assertThat(now.path("at")
                            .asText()
                            .compareTo(oldest.path("events")
                                    .path(0)
                                    .path("iso_timestamp")
                                    .asText()))
                    .isPositive();

            Matcher data = DATA.matcher(demo.output());
            assertThat(data.find()).isTrue();
            Path kept = Path.of(data.group(1));
            assertThat(kept).isDirectory();
            demo.terminate();
            assertThat(demo.status()).isZero();
            assertThat(kept).doesNotExist();
            assertThat(demo.errors()).doesNotContain("ERROR", "Exception");
        }
    }

    @Test
    void aTakenPortIsToldInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Program demo = Program.start(directory, "demo", "--port", String.valueOf(taken.getLocalPort()))) {
            assertThat(demo.status()).isEqualTo(1);
            assertThat(demo.errors())
                    .contains(String.valueOf(taken.getLocalPort()))
                    .doesNotContain("Exception");
        }
    }

    private static JsonNode get(URI address) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer =
                    client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            return new ObjectMapper().readTree(answer.body());
        }
    }
}
