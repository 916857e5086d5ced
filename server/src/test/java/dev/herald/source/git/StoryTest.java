package dev.herald.source.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoryTest {
    /** The stories of moves from 0 to 1, 1 to 2 and so on; a message after {@code =} does not move HEAD. */
    private static List<String> stories(String... messages) {
        List<HeadMove> moves = new ArrayList<>();
        int at = 0;
        for (String message : messages) {
            int to = message.startsWith("=") ? at : at + 1;
            String text = message.startsWith("=") ? message.substring(1) : message;
            moves.add(HeadMove.parse(hash(at) + " " + hash(to) + " A <a@b> 1 +0000\t" + text)
                    .orElseThrow());
            at = to;
        }
        return Story.of(moves).stream()
                .map(story -> story.operation().wireName() + " " + Integer.parseInt(story.fromHash()) + " "
                        + Integer.parseInt(story.toHash()))
                .toList();
    }

    private static String hash(int number) {
        return "%040d".formatted(number);
    }

    @Test
    void eachOperationHasOne() {
        assertThat(stories(
                        "commit: a",
                        "checkout: moving from main to topic",
                        "commit (amend): a",
                        "merge topic: Fast-forward",
                        "pull: Fast-forward",
                        "pull origin main: Merge made by the 'ort' strategy.",
                        "reset: moving to HEAD~1",
                        "revert: Revert \"a\"",
                        "commit (merge): m",
                        "something else"))
                .containsExactly(
                        "checkout 1 2", "merge 3 4", "pull 4 5", "pull 5 6", "reset 6 7", "revert 7 8", "update 9 10");
    }

    @Test
    void aRebaseIsOneFromStartToFinish() {
        assertThat(stories(
                        "rebase (start): checkout main",
                        "rebase (pick): a",
                        "=reset: moving to HEAD",
                        "commit (amend): by hand",
                        "rebase (fixup): b",
                        "=rebase (finish): returning to refs/heads/topic",
                        "pull --rebase (start): checkout 123",
                        "pull --rebase (pick): a",
                        "=pull --rebase (finish): returning to refs/heads/topic",
                        "rebase (start): checkout main",
                        "rebase (abort): returning to refs/heads/topic",
                        "commit: c"))
                .containsExactly("rebase 0 4", "pull 4 6", "rebase 6 8");
    }

    @Test
    void commitsPickedOneAfterTheOtherAreOne() {
        assertThat(stories("cherry-pick: a", "cherry-pick: b", "commit: c", "am: d", "am: e", "cherry-pick: f"))
                .containsExactly("cherry_pick 0 2", "am 3 5", "cherry_pick 5 6");
    }

    @Test
    void aCheckoutHasTheNamesThatPeopleUse() {
        HeadMove move = new HeadMove(hash(1), hash(2), "checkout: moving from feature/x to 0123abc");
        assertThat(Story.of(List.of(move)).getFirst())
                .extracting(Story::from, Story::to, Story::isStanding)
                .containsExactly("feature/x", "0123abc", false);
    }

    @Test
    void aLongOneHasItsEnds() {
        List<String> messages = new ArrayList<>(List.of("rebase (start): checkout main"));
        for (int i = 0; i < 3_000; i++) {
            messages.add("rebase (pick): " + i);
        }
        assertThat(stories(messages.toArray(String[]::new))).containsExactly("rebase 0 3001");
    }

    @Test
    void whatIsNoLineOfALogIsNone() {
        assertThat(HeadMove.parse("")).isEmpty();
        assertThat(HeadMove.parse("x y z")).isEmpty();
        assertThat(HeadMove.parse(hash(1) + " " + hash(2))).isEmpty();
        assertThat(HeadMove.parse(hash(1) + " " + hash(2) + " A <a@b> 1 +0000")).hasValueSatisfying(move -> {
            assertThat(move.message()).isEmpty();
            assertThat(move.stage()).isEmpty();
        });
    }
}
