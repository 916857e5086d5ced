package dev.herald.api.dashboard;

import dev.herald.event.Rfc3339;
import dev.herald.meter.Health;
import dev.herald.projection.risk.Risk;
import dev.herald.projection.risk.RuleName;
import dev.herald.projection.risk.Severity;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What needs somebody, as a dashboard's clients know it. */
final class Alerts {
    private Alerts() {}

    enum Type {
        RISK,
        PROGRESS,
        QUALITY,
        TEAM,
        SYSTEM
    }

    enum Level {
        INFO,
        WARNING,
        ERROR,
        CRITICAL;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    record Alert(
            String id,
            Type type,
            Level severity,
            String message,
            String timestamp,
            @Nullable String projectId,
            boolean resolved) {}

    static Alert of(Risk risk) {
        return new Alert(
                risk.id(),
                RuleName.of(risk.rule()).map(Alerts::type).orElse(Type.RISK),
                level(risk.severity()),
                risk.message(),
                Rfc3339.text(risk.openedMillis()),
                risk.project().value(),
                !risk.isOpen());
    }

    /** A part of the server that is not well. */
    static Alert of(Map.Entry<String, Health.Status> part, long atMillis) {
        boolean isBad = part.getValue().level() == Health.Level.UNHEALTHY;
        return new Alert(
                "system." + part.getKey(),
                Type.SYSTEM,
                isBad ? Level.CRITICAL : Level.WARNING,
                part.getKey() + ": " + part.getValue().detail(),
                Rfc3339.text(atMillis),
                null,
                false);
    }

    /** What the server itself may run out of. */
    static Alert of(dev.herald.meter.Alerts.Alert alert) {
        return new Alert(
                "server." + alert.name() + "." + alert.openedMillis(),
                Type.SYSTEM,
                Level.WARNING,
                alert.message(),
                Rfc3339.text(alert.openedMillis()),
                null,
                alert.closedMillis() != null);
    }

    private static Type type(RuleName rule) {
        return switch (rule) {
            case PROGRESS_SLOWING, FORECAST_LATE, NO_ACTIVITY -> Type.PROGRESS;
            case WORKFLOW_FAILING -> Type.QUALITY;
            case PR_WAITING, AGENT_SILENT, AGENT_WAITING, CONFLICT -> Type.TEAM;
            case TASK_OVERDUE, BLOCKED_TOO_LONG, AGING_WORK, DEPENDENCY_CYCLE, DEPENDENCY_LATE -> Type.RISK;
        };
    }

    private static Level level(Severity severity) {
        return switch (severity) {
            case LOW -> Level.INFO;
            case MEDIUM -> Level.WARNING;
            case HIGH -> Level.ERROR;
            case CRITICAL -> Level.CRITICAL;
        };
    }
}
