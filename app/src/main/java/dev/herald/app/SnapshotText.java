package dev.herald.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.herald.app.Terminal.Colour;
import dev.herald.effect.snapshots.ChangedFile;
import dev.herald.effect.snapshots.Extent;
import dev.herald.effect.snapshots.LeftOut;
import dev.herald.effect.snapshots.ListedSnapshot;
import dev.herald.effect.snapshots.Snapshot;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How snapshots look: lines for people, objects for programs. */
final class SnapshotText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final int MESSAGE_MAX = 100;
    private static final int BRANCH_MAX = 30;
    private static final int AGO_WIDTH = 10;
    private static final int TRIGGER_WIDTH = 8;
    /** Files left out that a line of a list names. */
    private static final int LISTED_MAX = 3;
    /** Files left out that are named of one snapshot. */
    private static final int LEFT_OUT_MAX = 20;

    private static final String LEFT_OUT_INDENT = " ".repeat(12);
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
        Extent extent = listed.extent();
        members.put("files_changed", extent.isKnown() ? extent.files() : null);
        members.put("insertions", extent.isCounted() ? extent.insertions() : null);
        members.put("deletions", extent.isCounted() ? extent.deletions() : null);
        members.put("message", snapshot.subject());
        List<Map<String, String>> leftOut = new ArrayList<>();
        snapshot.leftOut().files().forEach(file -> {
            Map<String, String> one = new LinkedHashMap<>();
            one.put("path", file.path());
            one.put("reason", file.reason());
            leftOut.add(one);
        });
        members.put("left_out", leftOut);
        members.put("left_out_count", snapshot.leftOut().count());
        try {
            return Line.json(JSON.writeValueAsString(members));
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

    /** What a snapshot in a list does not have, on a line of its own; empty where it has all. */
    String leftOut(ListedSnapshot listed) {
        LeftOut leftOut = listed.snapshot().leftOut();
        if (leftOut.isEmpty()) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        leftOut.files().stream().limit(LISTED_MAX).forEach(file -> parts.add(named(file)));
        int more = leftOut.count() - parts.size();
        if (more > 0) {
            parts.add(more + " more");
        }
        return LEFT_OUT_INDENT + "left out: " + String.join(", ", parts);
    }

    /**
     * What a snapshot does not have, a line a file.
     *
     * @param older those that it has as they were before
     */
    List<String> leftOut(Snapshot snapshot, Set<String> older) {
        List<String> lines = new ArrayList<>();
        snapshot.leftOut().files().stream()
                .limit(LEFT_OUT_MAX)
                .forEach(file -> lines.add("left out: " + named(file)
                        + (older.contains(file.path())
                                ? ", the snapshot has an older version of it"
                                : ", it is not in the snapshot")));
        int more = snapshot.leftOut().count() - lines.size();
        if (more > 0) {
            lines.add("left out: " + more + " more");
        }
        return lines;
    }

    private static String named(LeftOut.File file) {
        return Line.plain(file.path()) + " (" + file.reason() + ")";
    }

    String line(ChangedFile file) {
        String name = file.previousPath() == null
                ? Line.plain(file.path())
                : Line.plain(file.previousPath()) + " -> " + Line.plain(file.path());
        String counts = !file.isCounted()
                ? terminal.in(Colour.DIM, file.isBinary() ? "binary" : "not counted: its content is not here")
                : terminal.in(Colour.GREEN, "+" + file.insertions()) + " "
                        + terminal.in(Colour.RED, "-" + file.deletions());
        return "  " + file.status() + "  " + name + "  " + counts;
    }

    private String extent(Extent extent) {
        if (!extent.isCounted()) {
            String files = extent.isKnown() ? extent.files() + (extent.files() == 1 ? " file" : " files") : "? files";
            return files + " " + terminal.in(Colour.DIM, "(not counted)");
        }
        if (extent.files() == 0) {
            return "as before"; // it is there for what it says: what was left out, or another base
        }
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
