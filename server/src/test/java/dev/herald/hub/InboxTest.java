package dev.herald.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Event;
import dev.herald.event.KnownType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final HubStage stage = new HubStage(HubStage.SMALL);

    @Test
    void asksToBeTakenOnceUntilItIs() {
        Inbox inbox = new Inbox(100, 100_000);
        Batch first = batch(1);
        Batch second = batch(2);
        assertThat(inbox.add(first)).isTrue();
        assertThat(inbox.add(second)).isFalse();
        assertThat(inbox.take())
                .isEqualTo(new Inbox.Taken(null, taken(first, second).batches()));
        assertThat(inbox.take()).isNull();
        assertThat(inbox.add(batch(1))).isTrue();
    }

    @Test
    void beyondItsBoundsOnlyThePositionIsKept() {
        Inbox inbox = new Inbox(4, 100_000);
        inbox.add(batch(4));
        Batch tooMuch = batch(1);
        assertThat(inbox.add(tooMuch)).isFalse();
        Batch fits = batch(2);
        inbox.add(fits);
        Inbox.Taken taken = inbox.take();
        assertThat(taken).isNotNull();
        assertThat(taken.skippedTo()).isEqualTo(tooMuch.last());
        assertThat(taken.batches()).containsExactly(fits);
    }

    @Test
    void oneLargeBatchAloneIsTaken() {
        Inbox inbox = new Inbox(4, 100);
        Batch large = batch(10);
        inbox.add(large);
        assertThat(inbox.take()).isEqualTo(new Inbox.Taken(null, taken(large).batches()));
    }

    @Test
    void losesNothingBetweenTwoThreads() throws InterruptedException {
        Inbox inbox = new Inbox(Integer.MAX_VALUE, Long.MAX_VALUE);
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            batches.add(batch(1));
        }
        AtomicBoolean ended = new AtomicBoolean();
        Thread adder = Thread.ofPlatform().start(() -> {
            batches.forEach(inbox::add);
            ended.set(true);
        });
        List<Batch> seen = new ArrayList<>();
        while (seen.size() < batches.size()) {
            boolean isLast = ended.get();
            Inbox.Taken taken = inbox.take();
            if (taken != null) {
                seen.addAll(taken.batches());
            } else {
                assertThat(isLast).as("empty although more was added").isFalse();
                Thread.onSpinWait();
            }
        }
        adder.join();
        assertThat(seen).isEqualTo(batches);
    }

    private static Inbox.Taken taken(Batch... batches) {
        Inbox inbox = new Inbox(Integer.MAX_VALUE, Long.MAX_VALUE);
        for (Batch batch : batches) {
            inbox.add(batch);
        }
        Inbox.Taken taken = inbox.take();
        if (taken == null) {
            throw new AssertionError("nothing was added");
        }
        return taken;
    }

    private Batch batch(int count) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(stage.event(KnownType.COMMIT, HubStage.P, null, 100));
        }
        return Batch.of(events, 0);
    }
}
