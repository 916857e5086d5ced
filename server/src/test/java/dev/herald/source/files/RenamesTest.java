package dev.herald.source.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.source.files.Renames.Found;
import dev.herald.source.files.Renames.Lost;
import dev.herald.source.files.Renames.Move;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenamesTest {
    private final Folder folder = new Folder(null, Place.WHOLE, 0, IgnoreRules.none());

    @Test
    void pairsWhatIsTheSameFile() {
        Lost from = new Lost(place("a"), stamp(1));
        Found to = new Found(place("b"), stamp(1), null, false);
        Found other = new Found(place("c"), stamp(2), null, false);
        Renames.Result result = Renames.pair(List.of(from), List.of(other, to));
        assertThat(result.moves()).containsExactly(new Move(from, to));
        assertThat(result.lost()).isEmpty();
        assertThat(result.found()).containsExactly(other);
    }

    @Test
    void pairsAMoveOntoAFileThatWasThere() {
        Lost from = new Lost(place("a"), stamp(1));
        Found over = new Found(place("b"), stamp(1), stamp(2), false);
        assertThat(Renames.pair(List.of(from), List.of(over)).moves()).containsExactly(new Move(from, over));
    }

    @Test
    void aNameThatStillHoldsAFileIsNoSource() {
        // An editor: the old file renamed to a backup, a new one written under the old name.
        Found rewritten = new Found(place("a"), stamp(2), stamp(1), false);
        Found backup = new Found(place("a.bak"), stamp(1), null, false);
        Renames.Result result = Renames.pair(List.of(), List.of(rewritten, backup));
        assertThat(result.moves()).isEmpty();
        assertThat(result.found()).containsExactly(rewritten, backup);
    }

    @Test
    void aFileThatWasOnlyWrittenIsNoTarget() {
        Lost link = new Lost(place("a"), stamp(1));
        Found written = new Found(place("b"), new Stamp(1, 99, 99, 99, 0, false), stamp(1), false);
        Renames.Result result = Renames.pair(List.of(link), List.of(written));
        assertThat(result.lost()).containsExactly(link);
        assertThat(result.found()).containsExactly(written);
    }

    @Test
    void whatIsStillPendingCountsOnlyAsATarget() {
        Found pending = new Found(place("b"), stamp(1), null, true);
        assertThat(Renames.pair(List.of(), List.of(pending)).found()).isEmpty();
        Lost from = new Lost(place("a"), stamp(1));
        assertThat(Renames.pair(List.of(from), List.of(pending)).moves()).containsExactly(new Move(from, pending));
    }

    @Test
    void twoNamesOfOneFileBecomeOneMoveAndOneDeletion() {
        Lost first = new Lost(place("a"), stamp(1));
        Lost second = new Lost(place("b"), stamp(1));
        Renames.Result result =
                Renames.pair(List.of(first, second), List.of(new Found(place("c"), stamp(1), null, false)));
        assertThat(result.moves()).hasSize(1);
        assertThat(result.lost()).hasSize(1);
    }

    private Place place(String name) {
        return new Place(folder, Path.of(name));
    }

    private static Stamp stamp(long identity) {
        return new Stamp(identity, 1, 1, 1, 0, false);
    }
}
