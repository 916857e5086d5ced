package dev.herald.query;

import dev.herald.event.ProjectId;
import dev.herald.fold.States;
import dev.herald.projection.delivery.DeliveryProjection;
import dev.herald.projection.delivery.ProjectDelivery;
import dev.herald.projection.risk.Risk;
import dev.herald.projection.risk.RiskProjection;
import dev.herald.projection.risk.RiskState;
import dev.herald.projection.work.Project;
import dev.herald.projection.work.ProjectWork;
import dev.herald.projection.work.WorkProjection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the folds know of a project. Immutable.
 *
 * @param open its open risks
 * @param everHadRisks whether one is remembered, open or closed
 */
public record ProjectView(ProjectWork work, ProjectDelivery delivery, List<Risk> open, boolean everHadRisks) {
    public Project project() {
        return work.project();
    }

    /** Null where it is unknown or deleted. */
    public static @Nullable ProjectView of(States states, ProjectId id) {
        ProjectWork work = states.state(WorkProjection.NAME).view(id);
        if (work == null || work.project().isDeleted()) {
            return null;
        }
        RiskState risks = states.state(RiskProjection.NAME);
        return new ProjectView(work, states.state(DeliveryProjection.NAME).view(id), risks.open(id), risks.hasAny(id));
    }
}
