package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.ProjectId;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ProjectNameTest {
    @Test
    void keepsWhatAnIdMayHave() {
        assertThat(ProjectName.of(Path.of("/x/My_Project-1.2"))).contains(new ProjectId("My_Project-1.2"));
    }

    @Test
    void longNameIsCutAtTheLimit() {
        assertThat(ProjectName.of(Path.of("/" + "a".repeat(200)))).contains(new ProjectId("a".repeat(128)));
    }

    @Test
    void rootAndNamesWithoutLettersHaveNone() {
        assertThat(ProjectName.of(Path.of("/"))).isEmpty();
        assertThat(ProjectName.of(Path.of("/x/計画"))).isEmpty();
    }
}
