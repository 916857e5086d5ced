package dev.herald.effect.autocommit;

import dev.herald.event.Draft;
import dev.herald.event.Position;
import dev.herald.intake.Intake;
import dev.herald.intake.Receipt;
import dev.herald.journal.Appended;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Keeps what it is told, and refuses while it is told to. */
final class RecordingIntake implements Intake {
    private final List<String> events = new ArrayList<>();
    private boolean isRefusing;
    private long next = 1;

    @Override
    public synchronized CompletableFuture<Receipt> submit(List<Draft> drafts) {
        if (isRefusing) {
            return CompletableFuture.completedFuture(new Receipt.Refused(Receipt.Reason.UNAVAILABLE, "full"));
        }
        List<Appended> appended = new ArrayList<>();
        for (Draft draft : drafts) {
            Position position = Position.of(next++, 0);
            events.add(new String(draft.at(position).json(), StandardCharsets.UTF_8));
            appended.add(new Appended(position, true));
        }
        return CompletableFuture.completedFuture(new Receipt.Accepted(appended));
    }

    synchronized void refuse(boolean refuses) {
        isRefusing = refuses;
    }

    /** The canonical JSON of each event. */
    synchronized List<String> events() {
        return List.copyOf(events);
    }

    /** Of which types they were: {@code start}, {@code result}, {@code error}. */
    synchronized List<String> kinds() {
        return events.stream()
                .map(event -> event.replaceAll("(?s).*\"type\":\"auto_commit_([a-z]+)\".*", "$1"))
                .toList();
    }

    @Override
    public synchronized boolean isHealthy() {
        return !isRefusing;
    }
}
