package dev.herald.event.payload;

import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an analysis found, or that it is through. */
public sealed interface AiReport extends Payload {
    enum Target {
        ISSUE,
        PR,
        CODE
    }

    enum Category {
        OPTIMIZATION,
        REFACTOR,
        BUG_FIX,
        SECURITY,
        PERFORMANCE,
        MAINTAINABILITY
    }

    enum Severity {
        INFO,
        WARNING,
        CRITICAL
    }

    /**
     * What it says.
     *
     * @param targetId which issue, pull request or file
     * @param confidence 0 to 1
     * @param action what to do about it, or null
     */
    record Finding(
            String id,
            Target target,
            String targetId,
            Category category,
            String title,
            String description,
            Severity severity,
            double confidence,
            @Nullable String action,
            Map<String, ?> metadata) {
        public Finding {
            Fields.required("suggestion_id", id);
            Fields.required("target_id", targetId);
            Fields.required("title", title);
            metadata = Map.copyOf(metadata);
        }

        private Map<String, Object> fields() {
            return new Fields()
                    .add("suggestion_id", id)
                    .add("target_type", target)
                    .add("target_id", targetId)
                    .add("category", category)
                    .add("title", title)
                    .add("description", description)
                    .add("severity", severity)
                    .add("confidence", confidence)
                    .add("suggested_action", action)
                    .addAll("metadata", metadata)
                    .map();
        }
    }

    Finding finding();

    @Override
    default Map<String, Object> fields() {
        return finding().fields();
    }

    record Suggestion(Finding finding) implements AiReport {
        @Override
        public EventType type() {
            return KnownType.AI_SUGGESTION;
        }
    }

    record AnalysisComplete(Finding finding) implements AiReport {
        @Override
        public EventType type() {
            return KnownType.AI_ANALYSIS_COMPLETE;
        }
    }
}
