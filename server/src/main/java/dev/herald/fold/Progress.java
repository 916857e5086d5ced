package dev.herald.fold;

import dev.herald.event.Position;
import java.util.Locale;

/**
 * How far the folding of the journal has got since the start.
 *
 * @param isReady whether questions are answered
 * @param position the newest event that was folded
 * @param begun the position that folding began after
 * @param end where the journal ended when it was looked at
 * @param events how many have been folded since the start
 */
public record Progress(boolean isReady, Position position, Position begun, Position end, long events) {
    /** By time: 0 to 1. */
    public double share() {
        long all = end.epochMillis() - begun.epochMillis();
        return isReady || all <= 0
                ? 1
                : Math.clamp((double) (position.epochMillis() - begun.epochMillis()) / all, 0, 1);
    }

    String text() {
        return isReady
                ? "the journal is folded"
                : String.format(
                        Locale.ROOT,
                        "the journal is still being folded since the start, %,d events so far, up to %s of %s (%.0f %% of the"
                                + " time)",
                        events,
                        position,
                        end,
                        share() * 100);
    }
}
