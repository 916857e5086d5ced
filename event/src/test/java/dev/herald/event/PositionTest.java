package dev.herald.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
    @Test
    void readsWhatItWrites() {
        Position position = Position.of(1_763_635_200_123L, 7);
        assertThat(position).hasToString("1763635200123-7");
        assertThat(Position.parse("1763635200123-7")).contains(position);
    }

    @Test
    void neverGoesBackWhenTheClockDoes() {
        Position last = Position.of(1000, Position.SEQUENCE_MAX);
        assertThat(last.next(999)).isEqualTo(Position.of(1001, 0));
        assertThat(last.next(2000)).isEqualTo(Position.of(2000, 0));
        assertThat(Position.of(1000, 3).next(1000)).isEqualTo(Position.of(1000, 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "1", "1-", "-1", "1-65536", "a-1", "1-1-1", " 1-1", "+1-1", "9999999999999999-0"})
    void refusesAnythingElse(String text) {
        assertThat(Position.parse(text)).isEmpty();
    }
}
