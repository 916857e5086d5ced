package dev.herald.journal.memory;

import dev.herald.journal.HistoryContract;
import dev.herald.journal.Journal;

class MemoryJournalTest extends HistoryContract {
    @Override
    protected Journal open() {
        return new MemoryJournal(clock);
    }
}
