package dev.herald.source.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.payload.FileChange;
import dev.herald.source.files.ChangeListener;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldChangesTest {
    private static final Signs IDLE = new Signs(0, 1, 1, 1, 1, 0, 0, 0);
    private static final Signs LOCKED = new Signs(1, 1, 1, 1, 1, 0, 0, 0);

    private final Inner inner = new Inner();
    private int wakes;
    private final HeldChanges held = new HeldChanges(inner, 3, () -> wakes++);
    private Signs now = IDLE;

    /** Takes what it gets, or nothing. */
    private static final class Inner implements ChangeListener {
        private final List<String> told = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private boolean isRefusing;

        @Override
        public boolean onChanges(List<FileChange> changes) {
            if (!isRefusing) {
                changes.forEach(change -> told.add(change.path()));
            }
            return !isRefusing;
        }

        @Override
        public void onWarning(String message) {
            warnings.add(message);
        }
    }

    private boolean offer(String... paths) throws InterruptedException {
        return held.onChanges(List.of(paths).stream().map(FileChange::created).toList());
    }

    @Test
    void whileGitDoesNothingChangesPassAtOnce() throws InterruptedException {
        assertThat(offer("no repository")).isTrue();
        held.attend(() -> now, IDLE);
        assertThat(offer("a")).isTrue();
        inner.isRefusing = true;
        assertThat(offer("b")).isFalse();
        held.onWarning("w");
        assertThat(inner.told).containsExactly("no repository", "a");
        assertThat(inner.warnings).containsExactly("w");
        assertThat(wakes).isZero();
    }

    @Test
    void whatComesWhileGitWorksIsHeldAndSoIsWhatFollows() throws InterruptedException {
        held.attend(() -> now, IDLE);
        now = LOCKED;
        assertThat(offer("a")).isTrue();
        now = IDLE;
        assertThat(offer("b", "c")).isTrue();
        assertThat(inner.told).isEmpty();
        assertThat(wakes).isEqualTo(1);
        assertThat(held.held()).extracting(FileChange::path).containsExactly("a", "b", "c");
        assertThat(offer("d")).isFalse();
        held.judged(2, List.of(FileChange.created("b")));
        inner.isRefusing = true;
        assertThat(held.deliver()).isFalse();
        assertThat(offer("d")).isTrue();
        assertThat(offer("e")).isFalse();
        inner.isRefusing = false;
        held.passAll();
        assertThat(held.deliver()).isTrue();
        assertThat(inner.told).containsExactly("b", "c", "d");
        assertThat(offer("e")).isTrue();
        assertThat(inner.told).endsWith("e");
    }

    @Test
    void aBatchAboveTheLimitIsTakenWhenNothingElseIsHeld() throws InterruptedException {
        held.attend(() -> now, IDLE);
        held.settle(IDLE, true);
        String[] paths = IntStream.range(0, 1_000).mapToObj(i -> "f" + i).toArray(String[]::new);
        assertThat(offer(paths)).isTrue();
        assertThat(offer("more")).isFalse();
        held.leave();
        held.passAll();
        assertThat(held.deliver()).isTrue();
        assertThat(inner.told).containsExactly(paths);
    }

    @Test
    void afterTheEndNothingIsHeld() throws InterruptedException {
        held.attend(() -> now, IDLE);
        now = LOCKED;
        held.close();
        assertThat(offer("a")).isTrue();
        assertThat(inner.told).containsExactly("a");
    }
}
