package dev.herald.server;

import dev.herald.fold.FoldSettings;
import dev.herald.fold.Past;
import dev.herald.fold.Runner;
import dev.herald.projection.Projection;
import dev.herald.projection.delivery.DeliveryProjection;
import dev.herald.projection.layout.LayoutProjection;
import dev.herald.projection.people.PeopleProjection;
import dev.herald.projection.risk.RiskProjection;
import dev.herald.projection.work.WorkProjection;
import java.util.List;

/**
 * What the journal adds up to: the projections, in their order, and what runs them. It is made after the intake and
 * before the doors, and closes between the two, so that who asks has gone, and what was derived can still be told. One
 * thread makes it; folding goes on while the rest starts.
 */
final class Folds {
    /** A start waits no longer for the journal to be folded; who asks before is told to come again. */
    private static final long READY_MILLIS_MAX = 500;

    final Runner runner;
    final Past past;

    Folds(Foundation on) {
        FoldSettings settings = FoldSettings.of(on.settings.values());
        runner = on.closing.add(
                "folds",
                new Runner(
                        projections(),
                        new Runner.Parts(
                                on.journal,
                                on.reads,
                                on.journal,
                                on.intake,
                                on.intake::settledMillis,
                                () -> on.retention.isReached(on.journal, on.clock.epochMillis()),
                                on.clock,
                                on.meters),
                        settings));
        past = on.closing.add(
                "past", new Past(projections(), new Past.Parts(on.journal, on.reads, on.journal, on.clock), settings));
        on.keepAfter(runner::keepAfter);
        on.health.add("projections", runner::status);
    }

    /** Each after those that it stands upon. */
    private static List<Projection<?>> projections() {
        return List.of(
                new WorkProjection(),
                new DeliveryProjection(),
                new PeopleProjection(),
                new RiskProjection(),
                new LayoutProjection());
    }

    /** Waits a moment for the folds, which are ready at once where little has happened since they were saved. */
    void await() {
        try {
            boolean _ = runner.awaitReady(READY_MILLIS_MAX);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
