package dev.herald.projection.risk;

import dev.herald.projection.work.ProjectSettings;
import java.util.Locale;

/** The thresholds of the rules: each a setting of the project under {@code thresholds}, by this name. */
public enum Thresholds {
    OVERDUE_MEDIUM_DAYS(3),
    OVERDUE_HIGH_DAYS(7),
    OVERDUE_CRITICAL_DAYS(14),
    BLOCKED_DAYS(2),
    BLOCKED_HIGH_DAYS(5),
    AGING_FINISHED_MIN(10),
    SLOWING_OPENS(0.5),
    SLOWING_HIGH(0.25),
    SLOWING_CLOSES(0.6),
    SLOWING_FINISHED_MIN(8),
    PR_WAITING_DAYS(3),
    PR_WAITING_HIGH_DAYS(7),
    FAILING_OPENS(0.5),
    FAILING_CLOSES(0.4),
    FAILING_RUNS_MIN(6),
    NO_ACTIVITY_DAYS(7),
    NO_ACTIVITY_MEDIUM_DAYS(14),
    FORECAST_OPENS(0.5),
    FORECAST_HIGH(0.15),
    FORECAST_CLOSES(0.6),
    CONFLICT_HOURS(24),
    AGENT_SILENT_MEDIUM_MINUTES(60),
    AGENT_WAITING_MINUTES(10),
    AGENT_WAITING_MEDIUM_MINUTES(60);

    static final long MINUTE_MILLIS = 60_000;
    static final long HOUR_MILLIS = 60 * MINUTE_MILLIS;
    static final long DAY_MILLIS = 24 * HOUR_MILLIS;

    private final double otherwise;

    Thresholds(double otherwise) {
        this.otherwise = otherwise;
    }

    /** All of them, by their ordinals: settings change seldom, and rules ask often. */
    static double[] of(ProjectSettings settings) {
        Thresholds[] all = values();
        double[] in = new double[all.length];
        for (Thresholds one : all) {
            in[one.ordinal()] = one.in(settings);
        }
        return in;
    }

    /** As the project has set it, else its default. */
    public double in(ProjectSettings settings) {
        return settings.threshold(name().toLowerCase(Locale.ROOT), otherwise);
    }
}
