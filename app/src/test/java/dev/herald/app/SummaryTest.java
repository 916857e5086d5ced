package dev.herald.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.KnownType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SummaryTest {
    @Test
    void saysWhatHappened() {
        assertThat(Summary.of("file_change", Map.of("change_type", "moved", "file_path", "b", "previous_path", "a")))
                .isEqualTo("moved b from a");
        assertThat(Summary.of(
                        "commit",
                        Map.of("commit_hash", "0123456789abcdef", "message", "First\n\nMore", "author", "Ada")))
                .isEqualTo("01234567 First by Ada");
        assertThat(Summary.of(
                        "progress_update", Map.of("progress_percentage", 40, "completed_tasks", 2, "total_tasks", 5)))
                .isEqualTo("40 % (2 of 5)");
        assertThat(Summary.of(
                        "auto_commit_result",
                        Map.of("trigger", "change", "message", "Snapshot\n\nMore", "left_out_count", 2)))
                .isEqualTo("change Snapshot (2 left out)");
        assertThat(Summary.of(
                        "custom.git.operation",
                        Map.of("operation", "checkout", "from", "main", "to", "a".repeat(40), "files_changed", 5000)))
                .isEqualTo("checkout main to aaaaaaaa 5000 files");
        assertThat(Summary.of("pr.closed", Map.of("number", 7, "title", "Fix", "status", "merged")))
                .isEqualTo("#7 Fix merged");
    }

    @Test
    void showsAllOfWhatItDoesNotKnow() {
        Map<String, Object> data =
                new TreeMap<>(Map.of("b", List.of(1), "a", "x", "timestamp", "t", "project_id", "p"));

        assertThat(Summary.of("custom.a", data)).isEqualTo("a=x b=[1]");
        assertThat(Summary.of("auto_commit", data)).isEqualTo("a=x b=[1]");
        assertThat(Summary.of("file_change", data)).isEqualTo("a=x b=[1]");
    }

    @ParameterizedTest
    @EnumSource
    void publishersMayLeaveOutEverything(KnownType type) {
        assertThat(Summary.of(type.wireName(), Map.of())).isEmpty();
    }

    @Test
    void isBounded() {
        assertThat(Summary.of("custom.a", Map.of("x", "y".repeat(5000))))
                .hasSize(401)
                .endsWith("…");
    }
}
