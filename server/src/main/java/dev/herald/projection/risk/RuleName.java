package dev.herald.projection.risk;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The rules of docs/figures.md, "Risks". */
public enum RuleName {
    TASK_OVERDUE,
    BLOCKED_TOO_LONG,
    AGING_WORK,
    PROGRESS_SLOWING,
    DEPENDENCY_CYCLE,
    DEPENDENCY_LATE,
    PR_WAITING,
    WORKFLOW_FAILING,
    NO_ACTIVITY,
    FORECAST_LATE,
    CONFLICT,
    AGENT_SILENT,
    AGENT_WAITING;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<RuleName> of(String wireName) {
        return Arrays.stream(values())
                .filter(one -> one.wireName().equals(wireName))
                .findFirst();
    }
}
