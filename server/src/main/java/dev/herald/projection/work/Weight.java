package dev.herald.projection.work;

import java.math.BigDecimal;

/**
 * A sum of estimates that is exact: what has been added and taken away again leaves nothing behind, in any order. Nearly
 * all estimates are thousandths; the sum of those is kept as a whole number. One thread.
 */
final class Weight {
    private static final double THOUSAND = 1_000;
    private static final long THOUSANDTHS_MAX = 1L << 40;

    private long thousandths;
    private BigDecimal others = BigDecimal.ZERO;

    void add(double estimate, int sign) {
        long whole = Math.round(estimate * THOUSAND);
        // The division gives the number back if it was one of so many thousandths.
        if (Math.abs(whole) < THOUSANDTHS_MAX && whole / THOUSAND == estimate) {
            thousandths += sign * whole;
        } else {
            BigDecimal exact = BigDecimal.valueOf(estimate);
            others = sign > 0 ? others.add(exact) : others.subtract(exact);
        }
    }

    double sum() {
        return others.signum() == 0
                ? thousandths / THOUSAND
                : others.add(BigDecimal.valueOf(thousandths, 3)).doubleValue();
    }
}
