package dev.herald.projection.delivery;

import dev.herald.projection.Happening;
import dev.herald.projection.Members;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Folds what has a single type: commits, reports of quality, suggestions. */
final class Folds {
    private Folds() {}

    /** Whether it is told for the first time. */
    static boolean commit(Held held, Happening event) {
        Members data = event.data();
        String hash = data.text("commit_hash");
        Long committed = Read.moment(data, "committed_at");
        return held.commit(new CommitMade(
                hash == null ? event.position().toString() : hash,
                data.text("author"),
                data.text("author_email"),
                committed == null ? event.millis() : committed,
                data.whole("insertions"),
                data.whole("deletions"),
                data.has("parents") ? data.references("parents") : null,
                event.position()));
    }

    static void quality(Held held, Happening event) {
        Members data = event.data();
        String kind = data.text("kind");
        if (kind == null) {
            return;
        }
        String branch = data.text("branch");
        Reported report =
                new Reported(kind, branch, data.text("commit_hash"), data.reference("run"), data, event.position());
        String key = key(kind, branch);
        // What came last stands last.
        held.quality.remove(key);
        held.quality.put(key, report);
        held.change();
    }

    /** Of each kind and branch the newest report is kept. */
    static String key(String kind, @Nullable String branch) {
        return kind + "\n" + (branch == null ? "" : branch);
    }

    static void suggestion(Held held, Happening event) {
        Members data = event.data();
        String given = data.reference("suggestion_id");
        String id = given == null ? event.position().toString() : given;
        Suggestion before = held.suggestions.get(id);
        String said = data.text("status");
        boolean isDecision = "accepted".equals(said) || "dismissed".equals(said);
        String status = before == null ? "open" : before.status();
        if (said != null && (isDecision || said.equals("open"))) {
            status = said;
        }
        held.suggestions.put(
                id,
                new Suggestion(
                        id,
                        status,
                        isDecision ? data.text("decided_by") : before == null ? null : before.decidedBy(),
                        merged(before, data),
                        before == null ? event.position() : before.made(),
                        event.position()));
        held.change();
    }

    private static Members merged(@Nullable Suggestion before, Members data) {
        if (before == null) {
            return data;
        }
        Map<String, @Nullable Object> all = new HashMap<>(before.said().all());
        all.putAll(data.all());
        return Members.of(all);
    }
}
