package dev.herald.journal.memory;

import dev.herald.journal.Journal;
import dev.herald.journal.SummaryContract;

class MemoryJournalTest extends SummaryContract {
    @Override
    protected Journal open() {
        return new MemoryJournal(clock);
    }
}
