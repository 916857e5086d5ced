package dev.herald.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.journal.Appended;
import dev.herald.journal.Budget;
import dev.herald.journal.Drafts;
import dev.herald.journal.Journal;
import dev.herald.journal.JournalException;
import dev.herald.journal.JournalSize;
import dev.herald.journal.Summary;
import dev.herald.journal.SummaryContract;
import dev.herald.journal.SummaryQuery;
import dev.herald.journal.TrimRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteJournalTest extends SummaryContract {
    @TempDir
    Path directory;

    @Override
    protected Journal open() {
        return SqliteJournal.open(directory, SqliteSettings.DEFAULTS, clock);
    }

    private void restart() {
        journal.close();
        journal = open();
    }

    @Test
    void whatIsNotCountedInTimeHasNoFigure() {
        append(Drafts.file("a"));
        SummaryQuery query = new SummaryQuery(Reach.ALL, null, Set.of(), 3, clock.epochMillis());
        Summary late = journal.summary(query, new Budget(1, 1, 1_000, () -> true));
        assertThat(late.minutes()).hasSize(3).allMatch(minute -> minute.events() == null);
        assertThat(late.isPartial()).isTrue();
        Summary inTime = journal.summary(query, Budget.of(1, 1, 60_000));
        assertThat(inTime.minutes().getLast().events()).isEqualTo(1);
        assertThat(inTime.isPartial()).isFalse();
    }

    @Test
    void remembersAllAcrossARestart() {
        Position first = append(Drafts.keyed("a", "k"));
        Position second = append(Drafts.rich(first));
        Position floor = journal.bounds().floor();
        JournalSize size = journal.size();
        clock.advance(-100_000);
        restart();
        assertThat(positions()).containsExactly(first, second);
        assertThat(journal.oldest()).isEqualTo(first);
        assertThat(journal.newest()).isEqualTo(second);
        assertThat(journal.bounds().floor()).isEqualTo(floor);
        assertThat(journal.size()).isEqualTo(size);
        assertThat(journal.append(List.of(Drafts.keyed("a", "k")))).containsExactly(new Appended(first, false));
        assertThat(append(Drafts.file("c"))).isGreaterThan(second);
    }

    @Test
    void remembersAFreshLogsFloorAcrossARestart() {
        Position floor = journal.bounds().floor();
        clock.advance(1000);
        restart();
        assertThat(journal.bounds().floor()).isEqualTo(floor);
        clock.advance(-5000);
        restart();
        assertThat(append(Drafts.file("a"))).isGreaterThan(floor);
    }

    @Test
    void remembersWhatWasTrimmedAcrossARestart() {
        journal.append(Drafts.files(10));
        Position newest = journal.newest();
        journal.trim(new TrimRules(Long.MAX_VALUE, 0, 0, new Position(Long.MAX_VALUE)));
        clock.advance(-1000);
        restart();
        assertThat(journal.newest()).isEqualTo(newest);
        assertThat(journal.bounds().floor()).isEqualTo(newest);
        assertThat(journal.bounds().isTrimmed()).isTrue();
        assertThat(journal.size()).isEqualTo(new JournalSize(0, 0));
        assertThat(append(Drafts.file("x"))).isGreaterThan(newest);
    }

    @Test
    void countsOnFromTheFiguresThatWereSaved() {
        journal.append(Drafts.files(100));
        journal.trim(new TrimRules(0, 90, Long.MAX_VALUE, new Position(Long.MAX_VALUE)));
        journal.append(Drafts.files(5));
        JournalSize size = journal.size();
        assertThat(size.events()).isEqualTo(95);
        restart();
        assertThat(journal.size()).isEqualTo(size);
    }

    @Test
    void keepsSnapshotsAcrossARestart() {
        journal.save("work", 1, new Position(7), new byte[] {1, 2});
        restart();
        assertThat(journal.load("work").orElseThrow().state()).containsExactly(1, 2);
    }

    @Test
    void refusesADirectoryThatIsInUse() {
        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("journal in " + directory + " is in use by another process (pid "
                        + ProcessHandle.current().pid() + ")");
        append(Drafts.file("a"));
        restart();
        assertThat(positions()).hasSize(1);
    }
}
