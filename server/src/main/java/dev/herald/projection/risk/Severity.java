package dev.herald.projection.risk;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How bad a risk is. */
public enum Severity {
    LOW(1),
    MEDIUM(3),
    HIGH(8),
    CRITICAL(20);

    private final int points;

    Severity(int points) {
        this.points = points;
    }

    public int points() {
        return points;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Severity> of(String wireName) {
        return Arrays.stream(values())
                .filter(one -> one.wireName().equals(wireName))
                .findFirst();
    }

    /** How bad risks are together: up to 2 points low, up to 7 medium, up to 19 high, else critical. */
    public static Severity level(int points) {
        if (points <= 2) {
            return LOW;
        }
        if (points <= 7) {
            return MEDIUM;
        }
        return points <= 19 ? HIGH : CRITICAL;
    }
}
