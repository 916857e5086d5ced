package dev.herald.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The table of what routes are for. That each route has a row is tested with the whole server. */
final class OpenApiTest {
    @Test
    void aRowIsReadAsItStands() {
        OpenApiTable.Row export = Objects.requireNonNull(OpenApiTable.row("GET", "/api/v1/projects/{id}/tasks:export"));
        assertThat(export.parameters()).contains("format", "as_of");
        assertThat(export.answers()).containsExactly("text/csv", "application/x-ndjson");
        assertThat(export.body()).isEmpty();
        assertThat(OpenApiTable.routes()).doesNotHaveDuplicates().contains("GET /health");
        assertThat(OpenApiTable.wireName("alert_severity")).isEqualTo("severity");
        assertThat(OpenApiTable.schema("timeframe").get("enum")).isEqualTo(List.of("1h", "24h", "7d", "30d", "90d"));
    }
}
