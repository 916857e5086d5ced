package dev.herald.source.files;

import dev.herald.event.Draft;
import dev.herald.event.ProjectId;
import dev.herald.event.payload.FileChange;
import dev.herald.event.payload.SystemReport;
import dev.herald.intake.Intake;
import dev.herald.intake.Receipt;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands what happens to a project's files to the intake, and waits until the journal has it. */
public final class IntakeListener implements ChangeListener {
    /** Who reports, as events name it. */
    public static final String SOURCE = "file_watcher";

    private static final Logger LOG = LoggerFactory.getLogger(IntakeListener.class);

    private final Intake intake;
    private final ProjectId project;

    public IntakeListener(Intake intake, ProjectId project) {
        this.intake = intake;
        this.project = project;
    }

    @Override
    public boolean onChanges(List<FileChange> changes) throws InterruptedException {
        List<Draft> drafts =
                changes.stream().map(change -> change.draft(SOURCE, project)).toList();
        return switch (submit(drafts)) {
            case Receipt.Accepted _ -> true;
            case Receipt.Conflict _, Receipt.Stale _ ->
                throw new IllegalStateException("changes of files have no keys and no guards");
            case Receipt.Refused refused -> {
                LOG.debug("{} file changes wait: {}", changes.size(), refused.detail());
                yield false;
            }
        };
    }

    /** An event as well, so that whoever follows the project sees why something is late or missing. Does not wait. */
    @Override
    public void onWarning(String message) {
        Draft warning = new SystemReport.SystemStatus(message, Map.of("level", "warning")).draft(SOURCE, project);
        intake.submit(List.of(warning)).thenAccept(receipt -> {
            if (receipt instanceof Receipt.Refused refused) {
                LOG.warn("The warning above could not be published: {}", refused.detail());
            }
        });
    }

    private Receipt submit(List<Draft> drafts) throws InterruptedException {
        try {
            return intake.submit(drafts).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an intake always answers", e);
        }
    }
}
