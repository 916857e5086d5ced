package dev.herald.intake;

import dev.herald.event.Draft;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Drafts that stay together, and who waits for them. */
record Submission(List<Draft> drafts, long bytes, CompletableFuture<Receipt> receipt) {
    static Submission of(List<Draft> drafts) {
        List<Draft> own = List.copyOf(drafts);
        long bytes = 0;
        for (Draft draft : own) {
            bytes += draft.bytesMax();
        }
        return new Submission(own, bytes, new CompletableFuture<>());
    }

    int events() {
        return drafts.size();
    }

    void refuse(Receipt.Reason reason, String detail) {
        receipt.complete(new Receipt.Refused(reason, detail));
    }
}
