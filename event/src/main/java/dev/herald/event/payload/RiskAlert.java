package dev.herald.event.payload;

import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A risk of a project began, changed or was resolved.
 *
 * @param riskId the same from its beginning to its end
 * @param rule what found it
 * @param subject what it is about, or null
 * @param message for people
 * @param evidence the figures it rests on
 */
public record RiskAlert(
        String riskId,
        String rule,
        @Nullable String subject,
        Severity severity,
        String message,
        boolean resolved,
        Map<String, ?> evidence)
        implements Payload {
    public enum Severity {
        LOW,
        MEDIUM,
        HIGH,
        CRITICAL
    }

    public RiskAlert {
        Fields.required("risk_id", riskId);
        Fields.required("rule", rule);
        Fields.required("message", message);
        evidence = Map.copyOf(evidence);
    }

    @Override
    public EventType type() {
        return KnownType.RISK_ALERT;
    }

    @Override
    public Map<String, Object> fields() {
        return new Fields()
                .add("risk_id", riskId)
                .add("rule", rule)
                .add("subject", subject)
                .add("severity", severity)
                .add("message", message)
                .add("resolved", resolved)
                .add("evidence", (Object) evidence)
                .map();
    }

    @Override
    public boolean needsProject() {
        return true;
    }
}
