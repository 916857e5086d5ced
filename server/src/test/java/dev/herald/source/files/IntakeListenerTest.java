package dev.herald.source.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Draft;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.payload.FileChange;
import dev.herald.intake.Intake;
import dev.herald.intake.Receipt;
import dev.herald.journal.Appended;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class IntakeListenerTest {
    private final RecordingIntake intake = new RecordingIntake();
    private final IntakeListener listener = new IntakeListener(intake, new ProjectId("garden"));

    @Test
    void handsInFileChangesOfTheProject() throws Exception {
        assertThat(listener.onChanges(List.of(FileChange.created("a"), FileChange.moved("old\n", "neü"))))
                .isTrue();
        assertThat(intake.drafts).allSatisfy(draft -> {
            assertThat(draft.type()).isEqualTo(KnownType.FILE_CHANGE);
            assertThat(draft.project()).isEqualTo(new ProjectId("garden"));
            assertThat(draft.source()).isEqualTo("file_watcher");
        });
        Draft moved = intake.drafts.getLast();
        String json = new String(moved.at(Position.of(1, 0)).json(), StandardCharsets.UTF_8);
        assertThat(json).contains("\"file_path\":\"neü\"", "\"change_type\":\"moved\"", "\"previous_path\":\"old\\n\"");
    }

    @Test
    void saysThatTheyWereNotKept() throws Exception {
        for (Receipt.Reason reason : Receipt.Reason.values()) {
            intake.answer = new Receipt.Refused(reason, "later");
            assertThat(listener.onChanges(List.of(FileChange.deleted("a")))).isFalse();
        }
    }

    @Test
    void publishesAWarning() {
        listener.onWarning("raise the limit");
        Draft warning = intake.drafts.getFirst();
        assertThat(warning.type()).isEqualTo(KnownType.SYSTEM_STATUS);
        assertThat(new String(warning.data().members(), StandardCharsets.UTF_8))
                .contains("\"message\":\"raise the limit\"", "\"level\":\"warning\"");
        intake.answer = new Receipt.Refused(Receipt.Reason.OVERLOADED, "later");
        listener.onWarning("again");
    }

    private static final class RecordingIntake implements Intake {
        private final List<Draft> drafts = new ArrayList<>();
        private Receipt answer = new Receipt.Accepted(List.of(new Appended(Position.of(1, 0), true)));

        @Override
        public CompletableFuture<Receipt> submit(List<Draft> submitted) {
            drafts.addAll(submitted);
            return CompletableFuture.completedFuture(answer);
        }

        @Override
        public boolean isHealthy() {
            return true;
        }
    }
}
