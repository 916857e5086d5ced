package dev.herald.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PercentilesTest {
    @Test
    void interpolatesBetweenTheClosestRanks() {
        // As numpy.percentile([15, 20, 35, 40, 50], q) says.
        Percentiles of = Percentiles.of(new double[] {50, 15, 40, 20, 35});
        assertThat(of.p50()).isEqualTo(35);
        assertThat(of.p85()).isCloseTo(44, within(1e-9));
        assertThat(of.p95()).isCloseTo(48, within(1e-9));
        assertThat(of.n()).isEqualTo(5);
    }

    @Test
    void fourValuesAreTooFewForTheHighOnes() {
        Percentiles of = Percentiles.of(new double[] {1, 2, 3, 4});
        assertThat(of.p50()).isEqualTo(2.5);
        assertThat(of.p85()).isNull();
        assertThat(of.p95()).isNull();
        assertThat(Percentiles.of(new double[0])).isEqualTo(Percentiles.NONE);
    }
}
