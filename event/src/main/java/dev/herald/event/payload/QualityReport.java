package dev.herald.event.payload;

import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run found out about a project's quality.
 *
 * @param branch that it looked at, or null
 * @param run what found it, such as a job's id, or null
 * @param figures by name, beside the other members; none of them has a name of those
 */
public record QualityReport(
        Kind kind,
        @Nullable String branch,
        @Nullable String commitHash,
        @Nullable String run,
        Map<String, ? extends Number> figures)
        implements Payload {
    public enum Kind {
        COVERAGE,
        TESTS,
        FINDINGS
    }

    public QualityReport {
        figures = Map.copyOf(figures);
    }

    @Override
    public EventType type() {
        return KnownType.QUALITY_REPORTED;
    }

    @Override
    public Map<String, Object> fields() {
        return new Fields()
                .addAll(figures)
                .add("kind", kind)
                .add("branch", branch)
                .add("commit_hash", commitHash)
                .add("run", run)
                .map();
    }

    @Override
    public boolean needsProject() {
        return true;
    }
}
