package dev.herald.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class StateOutTest {
    @Test
    void whatIsWrittenIsReadAgain() {
        StateOut out = new StateOut();
        out.number(0);
        out.number(-1);
        out.number(Long.MAX_VALUE);
        out.text("käse");
        out.text(null);
        out.text("käse");
        out.decimalOrNull(0.1);
        out.decimalOrNull(null);
        out.numberOrNull(7L);
        out.fact(true);
        out.each(List.of("a", "käse"), StateOut::text);
        StateIn in = new StateIn(out.toBytes());
        assertThat(in.number()).isZero();
        assertThat(in.number()).isEqualTo(-1);
        assertThat(in.number()).isEqualTo(Long.MAX_VALUE);
        assertThat(in.text()).isEqualTo("käse");
        assertThat(in.textOrNull()).isNull();
        assertThat(in.text()).isEqualTo("käse");
        assertThat(in.decimalOrNull()).isEqualTo(0.1);
        assertThat(in.decimalOrNull()).isNull();
        assertThat(in.numberOrNull()).isEqualTo(7);
        assertThat(in.fact()).isTrue();
        assertThat(in.each(StateIn::text)).containsExactly("a", "käse");
        assertThat(in.isAtEnd()).isTrue();
    }

    @Test
    void halfOfASurrogatePairStaysWhatItIs() {
        List<String> texts = List.of("\uD83D", "a\uDE00b", "\uDE00\uD83D", "\uD83D\uDE00", "x\uD83D\uDE00\uD83D", "");
        StateOut out = new StateOut();
        out.each(texts, StateOut::text);
        out.each(texts, StateOut::text);
        out.bytes(new byte[] {1, 2});
        StateIn in = new StateIn(out.toBytes());
        assertThat(in.each(StateIn::text)).isEqualTo(texts);
        assertThat(in.each(StateIn::text)).isEqualTo(texts);
        assertThat(in.bytes()).containsExactly(1, 2);
        assertThat(in.isAtEnd()).isTrue();
    }

    @Test
    void longTextsAreWrittenInFullEachTimeAndShortOnesOnce() {
        String just = "j".repeat(StateOut.KNOWN_LENGTH_MAX);
        String longer = "l".repeat(StateOut.KNOWN_LENGTH_MAX + 1);
        List<String> texts = List.of(longer, just, longer, "a", just, longer, "a");
        StateOut out = new StateOut();
        out.each(texts, StateOut::text);
        assertThat(new StateIn(out.toBytes()).each(StateIn::text)).isEqualTo(texts);
        assertThat(out.toBytes().length)
                .isBetween(3 * longer.length() + just.length(), 3 * longer.length() + just.length() + 20);
    }

    @Test
    void whatIsCutOffIsNoState() {
        StateOut out = new StateOut();
        out.text("a long enough text");
        byte[] whole = out.toBytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] part = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> new StateIn(part).text()).isInstanceOf(IllegalStateException.class);
        }
    }
}
