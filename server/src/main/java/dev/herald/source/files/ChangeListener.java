package dev.herald.source.files;

import dev.herald.event.payload.FileChange;
import java.util.List;

/** Hears what happens to files. Runs on the watch's own thread, which waits for it: it may block. */
public interface ChangeListener {
    /**
     * Takes the changes, all or none, in order.
     *
     * @param changes at least one, at most {@link FileWatchSettings#batchMax}
     * @return whether they were kept; if not, the same changes come again later, before any other
     * @throws InterruptedException when the watch is closed while this waits
     */
    boolean onChanges(List<FileChange> changes) throws InterruptedException;

    /** Something that people should know and can mend; said once while it lasts. */
    void onWarning(String message);
}
