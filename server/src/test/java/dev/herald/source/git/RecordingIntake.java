package dev.herald.source.git;

import dev.herald.event.Draft;
import dev.herald.event.Position;
import dev.herald.intake.Intake;
import dev.herald.intake.Receipt;
import dev.herald.journal.Appended;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Keeps what it is told, each idempotency key once, and refuses while a test wants. Any thread. */
final class RecordingIntake implements Intake {
    private final List<Told> told = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();
    private int refusals;
    private int refused;
    private int doubled;

    @Override
    public synchronized CompletableFuture<Receipt> submit(List<Draft> drafts) {
        if (refusals > 0) {
            refusals--;
            refused++;
            return CompletableFuture.completedFuture(new Receipt.Refused(Receipt.Reason.OVERLOADED, "later"));
        }
        List<Appended> appended = new ArrayList<>();
        for (Draft draft : drafts) {
            String key = draft.idempotencyKey();
            boolean isNew = key == null || keys.add(key);
            if (isNew) {
                told.add(Told.of(draft));
            } else {
                doubled++;
            }
            appended.add(new Appended(Position.of(1, 0), isNew));
        }
        return CompletableFuture.completedFuture(new Receipt.Accepted(appended));
    }

    @Override
    public boolean isHealthy() {
        return true;
    }

    synchronized void refuse(int times) {
        refusals = times;
    }

    synchronized int refused() {
        return refused;
    }

    /** Drafts whose key was there already. */
    synchronized int doubled() {
        return doubled;
    }

    synchronized List<Told> told() {
        return List.copyOf(told);
    }

    synchronized void forget() {
        told.clear();
    }
}
