package dev.herald.app;

import dev.herald.client.Publication;
import dev.herald.event.Draft;
import dev.herald.event.ProjectId;
import dev.herald.event.payload.FileChange;
import dev.herald.event.payload.Payload;
import dev.herald.event.payload.SystemReport;
import dev.herald.source.files.ChangeListener;
import dev.herald.source.files.IntakeListener;
import dev.herald.source.git.Keeper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Puts what happens to files and in their repository into the spool, with the key that makes sending it twice harmless.
 * When the spool is full or the disk refuses, the watch is told to offer the same again later. The watches of files and
 * of git use it, each on its thread.
 */
final class SpoolListener implements ChangeListener, Keeper {
    private final Spool spool;
    private final ProjectId project;
    private final Supplier<String> keys;
    private final PrintWriter err;
    /** Said once while it lasts. Guarded by this. */
    private boolean isRefusing;

    /** @param keys gives a key that nothing else ever has, at each call */
    SpoolListener(Spool spool, ProjectId project, Supplier<String> keys, PrintWriter err) {
        this.spool = spool;
        this.project = project;
        this.keys = keys;
        this.err = err;
    }

    @Override
    public synchronized boolean onChanges(List<FileChange> changes) {
        return offer(lines(changes));
    }

    @Override
    public synchronized boolean keep(List<Draft> drafts) {
        List<byte[]> lines = new ArrayList<>(drafts.size());
        for (Draft draft : drafts) {
            lines.add(Publication.of(draft, keys.get()).json());
        }
        return offer(lines);
    }

    private boolean offer(List<byte[]> lines) {
        boolean isKept = append(lines);
        if (isKept && isRefusing) {
            say("the spool takes changes again");
        }
        isRefusing = !isKept;
        return isKept;
    }

    @Override
    public synchronized void onWarning(String message) {
        say(message);
        boolean isKept = append(lines(List.of(new SystemReport.SystemStatus(message, Map.of("level", "warning")))));
        if (!isKept) {
            say("the warning above was not published");
        }
    }

    private List<byte[]> lines(List<? extends Payload> payloads) {
        List<byte[]> lines = new ArrayList<>(payloads.size());
        for (Payload payload : payloads) {
            lines.add(Publication.of(payload, IntakeListener.SOURCE, project, keys.get())
                    .json());
        }
        return lines;
    }

    private boolean append(List<byte[]> lines) {
        try {
            boolean isKept = spool.append(lines);
            if (!isKept && !isRefusing) {
                say("the spool is full (--spool-max): changes wait on the disk where they are, and are found again when"
                        + " there is room");
            }
            return isKept;
        } catch (IOException refused) {
            if (!isRefusing) {
                say("cannot write to the spool, tries again: " + Line.plain(String.valueOf(refused.getMessage())));
            }
            return false;
        }
    }

    private void say(String what) {
        err.println("herald: " + what);
        err.flush();
    }
}
