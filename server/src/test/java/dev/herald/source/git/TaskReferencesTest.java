package dev.herald.source.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TaskReferencesTest {
    private static List<String> in(String message) {
        return TaskReferences.in(message).stream()
                .map(task -> task.action() + " " + task.taskId())
                .toList();
    }

    @Test
    void findsWhatIsClosedAndWhatIsReferredTo() {
        assertThat(in("closes TASK-12")).containsExactly("CLOSES TASK-12");
        assertThat(in("Fix the door\n\nFixes: #4, #5 and herald_ui-6; refs AB-1"))
                .containsExactly("CLOSES #4", "CLOSES #5", "CLOSES herald_ui-6", "REFS AB-1");
        for (String verb : List.of(
                "close", "closes", "closed", "fix", "fixes", "fixed", "resolve", "resolves", "Resolved", "CLOSES")) {
            assertThat(in(verb + " T-1")).as(verb).containsExactly("CLOSES T-1");
        }
        for (String verb : List.of("ref", "refs", "reference", "references", "Refs")) {
            assertThat(in(verb + " T-1")).as(verb).containsExactly("REFS T-1");
        }
        assertThat(in("closes T-1,T-2, and T-3 & T-4")).hasSize(4);
        assertThat(in("(closes T-1). Refs T-1.")).containsExactly("CLOSES T-1", "REFS T-1");
    }

    @Test
    void takesNothingElseForATask() {
        assertThat(in("")).isEmpty();
        assertThat(in("T-1 closes")).isEmpty();
        assertThat(in("encloses T-1, discloses #2, well-fixed T-3")).isEmpty();
        assertThat(in("closes the door of T-1")).isEmpty();
        assertThat(in("closes T-1x, refs 12-3, refs T-")).isEmpty();
        assertThat(in("Fix UTF-8 names, fixes CVE-2024-1234, refs RFC-9110, sha-256"))
                .isEmpty();
        assertThat(in("closes web-ui-12, v1.2-3")).containsExactly("CLOSES web-ui-12", "CLOSES v1.2-3");
        assertThat(in("closes T-1 T-2")).containsExactly("CLOSES T-1");
    }

    @Test
    void isBounded() {
        StringBuilder many = new StringBuilder("closes T-0");
        for (int i = 1; i <= 1_000; i++) {
            many.append(", T-").append(i);
        }
        assertThat(in(many.toString())).hasSize(TaskReferences.COUNT_MAX);
        assertThat(in("closes T-" + "1".repeat(TaskReferences.ID_LENGTH_MAX))).isEmpty();
        assertThat(in("closes T-1, closes T-1, closes T-1")).hasSize(1);
        String hard = "closes " + "a".repeat(16_000) + " ".repeat(16_000);
        assertThat(in(hard + hard)).isEmpty();
    }
}
