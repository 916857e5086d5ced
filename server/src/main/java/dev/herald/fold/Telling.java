package dev.herald.fold;

import dev.herald.event.Draft;
import dev.herald.event.Position;
import dev.herald.intake.Intake;
import dev.herald.intake.Receipt;
import dev.herald.journal.Appended;
import dev.herald.journal.Outcome;
import dev.herald.loop.Clock;
import dev.herald.meter.Defects;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Hands what was derived to the intake: one submission at a time, in order. What the intake refuses is tried again; what
 * it has under the same key already is told, whatever it says, for whoever told it first decided. The thread that folds.
 */
final class Telling {
    private static final int DRAFTS_MAX = 256;
    private static final long AGAIN_MILLIS_MIN = 50;
    private static final long AGAIN_MILLIS_MAX = 5_000;

    private final Intake intake;
    private final Clock clock;
    private final Defects defects;
    private final Runnable wake;
    private final AtomicReference<@Nullable Receipt> receipt = new AtomicReference<>();
    private List<Pending> onTheWay = List.of();
    private long againMillis = AGAIN_MILLIS_MIN;
    private long againNanos;

    /** @param wake makes the thread that folds look again; any thread */
    Telling(Intake intake, Clock clock, Defects defects, Runnable wake) {
        this.intake = intake;
        this.clock = clock;
        this.defects = defects;
        this.wake = wake;
        againNanos = clock.nanos();
    }

    /** Takes the answer that has come, and hands in what is to be told. */
    void step(Derivations derivations, Position folded) {
        Receipt answered = receipt.getAndSet(null);
        if (answered != null) {
            List<Pending> told = onTheWay;
            onTheWay = List.of();
            hear(told, answered, derivations, folded);
        }
        if (onTheWay.isEmpty() && clock.nanos() - againNanos >= 0) {
            submit(derivations);
        }
    }

    /** How long to wait for, at most, before the next step. */
    long nanosUntilAgain() {
        long wait = againNanos - clock.nanos();
        return onTheWay.isEmpty() && wait > 0 ? wait : Long.MAX_VALUE;
    }

    private void submit(Derivations derivations) {
        List<Pending> next = new ArrayList<>();
        List<Draft> drafts = new ArrayList<>();
        while (next.size() < DRAFTS_MAX) {
            Pending pending = derivations.pollUntold();
            if (pending == null) {
                break;
            }
            try {
                drafts.add(pending.draft());
                next.add(pending);
            } catch (IllegalArgumentException invalid) {
                defects.tell("what follows from " + pending.cause() + " is no valid event, and is not told", invalid);
                derivations.forget(pending);
            }
        }
        if (!next.isEmpty()) {
            onTheWay = next;
            intake.submit(drafts).thenAccept(answered -> {
                receipt.set(answered);
                wake.run();
            });
        }
    }

    private void hear(List<Pending> told, Receipt answered, Derivations derivations, Position folded) {
        switch (answered) {
            case Receipt.Accepted(List<Appended> appended) -> {
                againMillis = AGAIN_MILLIS_MIN;
                for (int i = 0; i < told.size(); i++) {
                    taken(told.get(i), appended.get(i), derivations, folded);
                }
            }
            case Receipt.Conflict conflict -> {
                Set<Integer> places = conflict.places();
                for (int i = told.size() - 1; i >= 0; i--) {
                    if (places.contains(i)) {
                        derivations.forget(told.get(i));
                    } else {
                        derivations.putBack(told.get(i));
                    }
                }
            }
            case Receipt.Stale(List<Outcome.Moved> moved) -> {
                // Something else has come: the fold that meets it derives again, or has, or does not.
                Set<Integer> places = moved.stream().map(Outcome.Moved::index).collect(Collectors.toSet());
                for (int i = told.size() - 1; i >= 0; i--) {
                    if (places.contains(i)) {
                        derivations.forget(told.get(i));
                    } else {
                        derivations.putBack(told.get(i));
                    }
                }
            }
            case Receipt.Refused _ -> {
                for (int i = told.size() - 1; i >= 0; i--) {
                    derivations.putBack(told.get(i));
                }
                againNanos = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(againMillis);
                againMillis = Math.min(2 * againMillis, AGAIN_MILLIS_MAX);
            }
        }
    }

    /** It comes by the journal, unless it has come already: somebody told it before it was derived here. */
    private static void taken(Pending pending, Appended appended, Derivations derivations, Position folded) {
        if (!appended.isNew() && !appended.position().isAfter(folded)) {
            derivations.forget(pending);
        }
        pending.isTaken = true;
    }
}
