package dev.herald.source.git;

import dev.herald.event.CustomType;
import dev.herald.event.Draft;
import dev.herald.event.ProjectId;
import dev.herald.event.payload.CustomPayload;
import java.util.LinkedHashMap;
import java.util.Map;

/** The event of one operation, as it is gathered. One thread. */
final class Report {
    /** Paths that the event names; it counts all. */
    static final int PATHS_MAX = 100;

    private static final CustomType TYPE = new CustomType("custom.git.operation");

    private final Story story;
    private final PathList files = new PathList(PATHS_MAX);
    private boolean isStopped;

    Report(Story story) {
        this.story = story;
    }

    Story story() {
        return story;
    }

    void file(String path) {
        files.add(path);
    }

    int files() {
        return files.count();
    }

    /** It waits for somebody, as a merge with conflicts does. */
    void stopped() {
        isStopped = true;
    }

    Draft draft(ProjectId project) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("operation", story.operation().wireName());
        fields.put("from", story.from());
        fields.put("to", story.to());
        fields.put("from_commit", story.fromHash());
        fields.put("to_commit", story.toHash());
        fields.put("outcome", isStopped ? "stopped" : "finished");
        fields.put("files_changed", files.count());
        fields.put("paths", files.paths());
        fields.put("is_truncated", files.isCut());
        return new CustomPayload(TYPE, fields).draft(Outgoing.SOURCE, project);
    }
}
