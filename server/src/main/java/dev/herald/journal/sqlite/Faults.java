package dev.herald.journal.sqlite;

import dev.herald.journal.JournalException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What an error of SQLite means for a publisher or an operator, and what to do about it. */
final class Faults {
    private Faults() {}

    /** @param tried what could not be done, such as "events could not be kept" */
    static JournalException of(String tried, SQLException fault) {
        String why = switch (primary(fault)) {
            case SQLITE_FULL -> "the disk is full, or the journal is at its limit: free some space";
            case SQLITE_IOERR -> "the disk failed: look at the system's log";
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN ->
                "the journal's file cannot be written: look at its directory and permissions";
            case SQLITE_CORRUPT, SQLITE_NOTADB ->
                "the journal's file is damaged: restore it from a backup, or move it away to begin a new one";
            case SQLITE_BUSY, SQLITE_LOCKED -> "another program holds the journal's file";
            default -> String.valueOf(fault.getMessage());
        };
        return new JournalException(tried + ": " + why, fault);
    }

    /** Whether a page of the file cannot be read, be it that the disk refuses or that it gives something else. */
    static boolean isUnreadable(SQLException fault) {
        SQLiteErrorCode code = primary(fault);
        return code == SQLiteErrorCode.SQLITE_CORRUPT
                || code == SQLiteErrorCode.SQLITE_IOERR
                || code == SQLiteErrorCode.SQLITE_NOTADB;
    }

    /** Whether a page cannot be read, in a file that SQLite knows as its own: then it can be mended. */
    static boolean isMendable(SQLException fault) {
        SQLiteErrorCode code = primary(fault);
        boolean isOfRead = fault instanceof SQLiteException of
                && (of.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_READ
                        || of.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHORT_READ);
        return code == SQLiteErrorCode.SQLITE_CORRUPT || isOfRead;
    }

    /** The primary result code: the low byte, for the extended ones only say more. */
    static SQLiteErrorCode primary(SQLException fault) {
        return SQLiteErrorCode.getErrorCode(fault.getErrorCode() & 0xFF);
    }
}
