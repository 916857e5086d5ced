package dev.herald.server;

import dev.herald.access.AccessSettings;
import dev.herald.access.Authenticator;
import dev.herald.access.RateLimits;
import dev.herald.access.TokenAuthenticator;
import dev.herald.access.TokenKey;
import dev.herald.event.Position;
import dev.herald.hub.Hub;
import dev.herald.hub.HubLimits;
import dev.herald.intake.IntakeLimits;
import dev.herald.intake.JournalIntake;
import dev.herald.intake.Retention;
import dev.herald.journal.Journal;
import dev.herald.journal.ReadLanes;
import dev.herald.journal.ReadLimits;
import dev.herald.journal.sqlite.SqliteJournal;
import dev.herald.journal.sqlite.SqliteSettings;
import dev.herald.loop.Clock;
import dev.herald.meter.Health;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.Supplier;

/**
 * What everything else stands on: keys and limits, the journal and its reads, the intake, the hub, what is told of their
 * health. Opened in this order by one thread, and told to {@code closing} at once, so that a failed start leaves nothing
 * behind; its parts are for any thread.
 */
final class Foundation {
    final Settings settings;
    final Closing closing;
    final Clock clock;
    final Health health = new Health();
    final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final Authenticator authenticator;
    final RateLimits limits;
    final Journal journal;
    final ReadLanes reads;
    final JournalIntake intake;
    final Hub hub;
    final ServerFigures figures;
    final ServerAlerts alerts;
    final Retention retention;
    /** What the journal may trim; nothing until the folds have said what they need. */
    private volatile Supplier<Position> keepAfter = () -> Position.ORIGIN;

    Foundation(Settings settings, Closing closing, Clock clock) {
        this(settings, closing, clock, authenticator(settings, closing, clock), Translated.rateLimits(settings, clock));
    }

    /** With these keys and limits. */
    Foundation(Settings settings, Closing closing, Clock clock, Authenticator authenticator, RateLimits limits) {
        this.settings = settings;
        this.closing = closing;
        this.clock = clock;
        this.authenticator = authenticator;
        this.limits = limits;
        closing.add("meters", meters::close);
        journal = closing.add(
                "journal", SqliteJournal.open(settings.data(), SqliteSettings.of(settings.values()), clock));
        reads = closing.add(
                "reads",
                new ReadLanes(journal, ReadLimits.of(Runtime.getRuntime().availableProcessors())));
        retention = Retention.of(settings.values()).holding(() -> keepAfter.get());
        intake = closing.add(
                "intake", new JournalIntake(journal, IntakeLimits.of(settings.values()), retention, clock, meters));
        hub = closing.add("hub", new Hub(journal, reads, HubLimits.of(settings.values()), clock, meters));
        figures = new ServerFigures(hub, intake, journal, clock);
        alerts = closing.add(
                "alerts",
                new ServerAlerts(
                        meters,
                        settings.data(),
                        clock,
                        settings.sessions().sessionsMax(),
                        IntakeLimits.of(settings.values()).bytesMax()));
        health.add("journal", () -> intake.status().orWorse(journal.status()));
        health.add("hub", hub::health);
        DataPresence presence = closing.add("data", new DataPresence(settings.data()));
        presence.start();
        health.add("data", presence::status);
    }

    /** From now on this says what the journal may trim. Asked on the journal's thread; must not block. */
    void keepAfter(Supplier<Position> needed) {
        keepAfter = needed;
    }

    private static Authenticator authenticator(Settings settings, Closing closing, Clock clock) {
        AccessSettings access = settings.access();
        TokenKey key = access.key();
        return key == null
                ? Authenticator.OPEN
                : closing.add("tokens", new TokenAuthenticator(key, access.rules(), clock));
    }
}
