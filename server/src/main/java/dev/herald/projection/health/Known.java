package dev.herald.projection.health;

import dev.herald.projection.delivery.ProjectDelivery;
import dev.herald.projection.risk.Risk;
import dev.herald.projection.work.ProjectWork;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a project as of one position.
 *
 * @param open its open risks
 * @param everHadRisks whether there ever was one
 * @param chance of the due date, 0 to 1, as the forecast has it; null where there is none
 * @param atMillis of which moment, epoch milliseconds
 */
public record Known(
        ProjectWork work,
        ProjectDelivery delivery,
        List<Risk> open,
        boolean everHadRisks,
        @Nullable Double chance,
        long atMillis) {}
