package dev.herald.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Every field of the protocol's table with values that are just right and just wrong. The columns of
 * field-table.csv: type, field, right, wrong. */
class FieldTableTest {
    @ParameterizedTest
    @CsvFileSource(resources = "field-table.csv", delimiter = '|', quoteCharacter = '\'')
    void allowsWhatIsRightAndPointsAtWhatIsWrong(String type, String field, String right, String wrong) {
        for (String value : right.split(" ; ")) {
            assertThat(decode(type, field, value)).as(value).isInstanceOf(Decoded.Ok.class);
        }
        for (String value : wrong.equals("-") ? new String[0] : wrong.split(" ; ")) {
            assertThat(decode(type, field, value)).as(value).isInstanceOfSatisfying(Decoded.Invalid.class, invalid -> {
                assertThat(invalid.faults()).hasSize(1);
                assertThat(invalid.faults().getFirst().pointer()).isEqualTo("/data/" + field);
                assertThat(invalid.faults().getFirst().detail()).startsWith("must be ");
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "file_change, file_path, 4096",
        "commit, commit_hash, 256",
        "commit, message, 65536",
        "commit, author, 256",
        "pr.created, title, 1024",
        "pr.created, github_url, 2048",
        "pr.created, description, 65536",
        "risk_alert, message, 65536",
        "agent.connected, agent_id, 128",
        "workflow.started, workflow_id, 256"
    })
    void lengthsAreBoundedAndTheBoundIsExact(String type, String field, int lengthMax) {
        assertThat(decode(type, field, '"' + "x".repeat(lengthMax) + '"')).isInstanceOf(Decoded.Ok.class);
        assertThat(decode(type, field, '"' + "x".repeat(lengthMax + 1) + '"')).isInstanceOf(Decoded.Invalid.class);
    }

    @ParameterizedTest
    @CsvSource({"commit, files_changed", "workflow.failed, logs", "task_update, labels"})
    void arraysAreBoundedAndTheBoundIsExact(String type, String field) {
        assertThat(decode(type, field, "[" + "[],".repeat(9_999) + "{\"a\":[1,2]}]"))
                .isInstanceOf(Decoded.Ok.class);
        assertThat(decode(type, field, "[" + "0,".repeat(10_000) + "0]")).isInstanceOf(Decoded.Invalid.class);
    }

    private static Decoded decode(String type, String field, String value) {
        String json = "{\"type\":\"" + type + "\",\"data\":{\"" + field + "\":" + value + "}}";
        return Codec.decode(json.getBytes(StandardCharsets.UTF_8));
    }
}
