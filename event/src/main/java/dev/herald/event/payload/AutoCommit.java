package dev.herald.event.payload;

import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Herald's own committing does: it starts, and then comes to a result or an error. */
public sealed interface AutoCommit extends Payload {
    enum Trigger {
        CHANGE,
        SCHEDULE,
        MANUAL
    }

    /** @param changes how many files wait to be committed */
    record Start(Trigger trigger, int changes) implements AutoCommit {
        @Override
        public EventType type() {
            return KnownType.AUTO_COMMIT_START;
        }

        @Override
        public Map<String, Object> fields() {
            return begin("start", trigger, changes).map();
        }
    }

    /**
     * A file that was not committed.
     *
     * @param path in the repository
     * @param reason why
     */
    record LeftOut(String path, String reason) {
        private Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("path", path);
            fields.put("reason", reason);
            return fields;
        }
    }

    /**
     * It came to an end without an error.
     *
     * @param success whether there is a commit; false where there was nothing to do
     * @param hash of the commit; present exactly when there is one
     * @param branch where, or null where that is not known
     * @param message of the commit, or why there is none
     * @param mode shadow or branch, or null where that is not known
     * @param leftOut the files that were not committed, as far as they are named
     * @param leftOutCount how many there are
     */
    record Result(
            Trigger trigger,
            int changes,
            boolean success,
            @Nullable String hash,
            @Nullable String branch,
            String message,
            @Nullable String mode,
            List<LeftOut> leftOut,
            int leftOutCount)
            implements AutoCommit {
        public Result {
            leftOut = List.copyOf(leftOut);
            if (success != (hash != null)) {
                throw new IllegalArgumentException("a successful auto-commit, and no other, has a commit_hash");
            }
        }

        @Override
        public EventType type() {
            return KnownType.AUTO_COMMIT_RESULT;
        }

        @Override
        public Map<String, Object> fields() {
            return begin("result", trigger, changes)
                    .add("success", success)
                    .add("commit_hash", hash)
                    .add("branch", branch)
                    .add("message", message)
                    .add("mode", mode)
                    .addAll("left_out", leftOut.stream().map(LeftOut::fields).toList())
                    .add("left_out_count", leftOutCount == 0 ? null : (Integer) leftOutCount)
                    .map();
        }
    }

    /**
     * It failed.
     *
     * @param error what went wrong
     * @param reason why, as far as that is known
     */
    record Failure(
            Trigger trigger,
            int changes,
            String error,
            @Nullable String reason) implements AutoCommit {
        public Failure {
            Fields.required("error", error);
        }

        @Override
        public EventType type() {
            return KnownType.AUTO_COMMIT_ERROR;
        }

        @Override
        public Map<String, Object> fields() {
            return begin("error", trigger, changes)
                    .add("error", error)
                    .add("reason", reason)
                    .map();
        }
    }

    private static Fields begin(String event, Trigger trigger, int changes) {
        return new Fields().add("event", event).add("trigger", trigger).add("changes_count", changes);
    }
}
