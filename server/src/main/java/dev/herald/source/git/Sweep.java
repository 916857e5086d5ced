package dev.herald.source.git;

import java.util.HashSet;
import java.util.Set;

/**
 * An operation that does not say which files it changes: those whose change comes in, that are as HEAD has them, and that
 * were not written after the index was, which git writes last. It is told when no more come. One thread.
 */
final class Sweep {
    private final Report report;
    private final long indexWritten;
    private final Set<String> seen = new HashSet<>();
    private long end;

    /** @param indexWritten when, by the file system's clock in nanoseconds */
    Sweep(Report report, long indexWritten, long end) {
        this.report = report;
        this.indexWritten = indexWritten;
        this.end = end;
    }

    boolean mayHaveWritten(long writtenNanos) {
        return writtenNanos <= indexWritten;
    }

    Report report() {
        return report;
    }

    /** A change of a file that it made; more are waited for until then. */
    void take(String path, long until) {
        if (seen.add(path)) {
            report.file(path);
        }
        end = until;
    }

    boolean isOver(long now) {
        return now - end >= 0;
    }

    boolean hasFound() {
        return report.files() > 0;
    }
}
