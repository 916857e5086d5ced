package dev.herald.projection.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TaskMentionsTest {
    @Test
    void findsWhatIsClosed() {
        assertThat(TaskMentions.closedBy(
                        "Door\n\nCloses: T-1,T-2, and #3 & web-ui-4; refs T-5. Fixed 6 (resolves t_7)."))
                .containsExactly("T-1", "T-2", "#3", "web-ui-4", "6", "t_7");
        for (String verb : new String[] {"close", "closes", "closed", "fix", "fixes", "fixed", "resolve", "Resolves"}) {
            assertThat(TaskMentions.closedBy(verb + " T-1")).as(verb).containsExactly("T-1");
        }
    }

    @Test
    void aWordWithoutADigitCountsAtTheEndOfItsPhrase() {
        assertThat(TaskMentions.closedBy("fix login pages")).isEmpty();
        assertThat(TaskMentions.closedBy("Fixes login")).containsExactly("login");
        assertThat(TaskMentions.closedBy("closes login, logout and T-3 at last"))
                .containsExactly("login", "logout", "T-3");
    }

    @Test
    void takesNothingElse() {
        assertThat(TaskMentions.closedBy("T-1 closes")).isEmpty();
        assertThat(TaskMentions.closedBy("encloses T-1, discloses #2, well-fixed T-3"))
                .isEmpty();
        assertThat(TaskMentions.closedBy("closes the door of T-1")).isEmpty();
        assertThat(TaskMentions.closedBy("closes ")).isEmpty();
    }

    @Test
    void findsWhatIsNamed() {
        assertThat(TaskMentions.namedBy("T-1: a door for web-ui-12 (#34)")).containsExactly("T-1", "web-ui-12");
        assertThat(TaskMentions.namedBy("Revert T-1, refs T-2")).isEmpty();
        assertThat(TaskMentions.namedBy("feature/T-1 T-2x 3-4 v1.2")).isEmpty();
    }

    @Test
    void isBounded() {
        StringBuilder many = new StringBuilder("closes T-0");
        for (int i = 1; i <= 1_000; i++) {
            many.append(", T-").append(i);
        }
        assertThat(TaskMentions.closedBy(many.toString())).hasSize(TaskMentions.COUNT_MAX);
        assertThat(TaskMentions.namedBy(many.toString())).hasSize(TaskMentions.COUNT_MAX);
        assertThat(TaskMentions.closedBy("closes " + "a1".repeat(200))).isEmpty();
        for (String hard : new String[] {"a", "a-", "a.", "#", " ", "closes ", "closes a, ", "part of "}) {
            String text = "closes " + hard.repeat(65_536 / hard.length());
            assertThat(TaskMentions.closedBy(text)).hasSizeLessThanOrEqualTo(TaskMentions.COUNT_MAX);
            assertThat(TaskMentions.namedBy(text)).hasSizeLessThanOrEqualTo(TaskMentions.COUNT_MAX);
        }
    }
}
