package dev.herald.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.herald.app.Terminal.Colour;
import dev.herald.effect.snapshots.ChangedFile;
import dev.herald.effect.snapshots.Extent;
import dev.herald.effect.snapshots.ListedSnapshot;
import dev.herald.effect.snapshots.Snapshot;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How snapshots look: lines for people, objects for programs. */
final class SnapshotText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final int MESSAGE_MAX = 100;
    private static final int BRANCH_MAX = 30;
    private static final int AGO_WIDTH = 10;
    private static final int TRIGGER_WIDTH = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ZoneId zone;
    private final Instant now;
    private final Terminal terminal;

    SnapshotText(ZoneId zone, Instant now, Terminal terminal) {
        this.zone = zone;
        this.now = now;
        this.terminal = terminal;
    }

    /** @param branchWidth of the longest branch in the list */
    String line(ListedSnapshot listed, int branchWidth) {
        Snapshot snapshot = listed.snapshot();
        String branch = Line.plain(listed.branch(), BRANCH_MAX);
        return terminal.in(Colour.YELLOW, snapshot.shortId()) + "  "
                + TIME.format(snapshot.at().atZone(zone)) + "  "
                + terminal.in(Colour.DIM, padded(ago(snapshot.at()), AGO_WIDTH)) + "  "
                + terminal.in(Colour.GREEN, padded(branch, Math.min(branchWidth, BRANCH_MAX))) + "  "
                + padded(Line.plain(snapshot.trigger()), TRIGGER_WIDTH) + "  " + extent(listed.extent()) + "  "
                + Line.plain(snapshot.subject(), MESSAGE_MAX);
    }

    String json(ListedSnapshot listed) {
        Snapshot snapshot = listed.snapshot();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", snapshot.id());
        members.put("branch", listed.branch());
        members.put("at", snapshot.at().toString());
        members.put("trigger", snapshot.trigger());
        members.put("event_id", snapshot.position());
        members.put("base", snapshot.base());
        members.put("files_changed", listed.extent().files());
        members.put("insertions", listed.extent().insertions());
        members.put("deletions", listed.extent().deletions());
        members.put("message", snapshot.subject());
        try {
            return JSON.writeValueAsString(members);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts and numbers are always JSON", impossible);
        }
    }

    /** All that is known of one. */
    List<String> head(Snapshot snapshot, List<String> branches) {
        List<String> lines = new ArrayList<>();
        lines.add(terminal.in(Colour.YELLOW, "snapshot " + snapshot.id()));
        lines.add("branch   " + (branches.isEmpty() ? "(of none any more)" : Line.plain(String.join(", ", branches))));
        lines.add("when     " + TIME.format(snapshot.at().atZone(zone)) + " (" + ago(snapshot.at()) + ")");
        lines.add("trigger  " + Line.plain(snapshot.trigger()));
        lines.add("event    " + Line.plain(snapshot.position()));
        lines.add("base     " + (snapshot.base() == null ? "none: there was no commit yet" : snapshot.base()));
        lines.add("message  " + Line.plain(snapshot.subject()));
        return lines;
    }

    String line(ChangedFile file) {
        String name = file.previousPath() == null
                ? Line.plain(file.path())
                : Line.plain(file.previousPath()) + " -> " + Line.plain(file.path());
        String counts = file.isBinary()
                ? terminal.in(Colour.DIM, "binary")
                : terminal.in(Colour.GREEN, "+" + file.insertions()) + " "
                        + terminal.in(Colour.RED, "-" + file.deletions());
        return "  " + file.status() + "  " + name + "  " + counts;
    }

    private String extent(Extent extent) {
        return extent.files() + (extent.files() == 1 ? " file" : " files") + " "
                + terminal.in(Colour.GREEN, "+" + extent.insertions()) + " "
                + terminal.in(Colour.RED, "-" + extent.deletions());
    }

    /** In the largest unit; what is yet to come, as clocks of other machines have it, is now. */
    String ago(Instant moment) {
        long seconds = now.getEpochSecond() - moment.getEpochSecond();
        if (seconds <= 0) {
            return "now";
        }
        if (seconds < 60) {
            return seconds + " s ago";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min ago";
        }
        return seconds < 86_400 ? seconds / 3_600 + " h ago" : seconds / 86_400 + " d ago";
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
