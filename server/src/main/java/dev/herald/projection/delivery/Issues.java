package dev.herald.projection.delivery;

import dev.herald.event.KnownType;
import dev.herald.projection.Happening;
import dev.herald.projection.Members;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folds {@code issue.*}. */
final class Issues {
    private Issues() {}

    static void fold(Held held, Happening event, KnownType type) {
        Members data = event.data();
        String id = data.reference("issue_id");
        id = id == null ? data.reference("number") : id;
        if (id == null) {
            return;
        }
        Issue before = held.issues.get(id);
        Long updated = Read.moment(data, "updated_at");
        boolean isOlder =
                before != null && before.updatedMillis() != null && updated != null && updated < before.updatedMillis();
        if (!isOlder) {
            held.issues.put(id, after(id, before, updated, event, type));
            held.change();
        }
    }

    private static Issue after(
            String id, @Nullable Issue before, @Nullable Long updated, Happening event, KnownType type) {
        Members data = event.data();
        String status = status(before, data, type);
        Long closed = before == null ? null : before.closedMillis();
        if (!status.equals("closed")) {
            closed = null;
        } else if (closed == null) {
            closed = updated == null ? event.millis() : updated;
        }
        List<String> labels =
                data.has("labels") ? data.references("labels") : before == null ? List.of() : before.labels();
        String title = Read.text(data, "title", before == null ? null : before.title());
        String cause = data.has("caused_by") ? data.reference("caused_by") : before == null ? null : before.causedBy();
        return new Issue(
                id,
                Read.whole(data, "number", before == null ? null : before.number()),
                title == null ? "" : title,
                status,
                Read.text(data, "priority", before == null ? null : before.priority()),
                Read.text(data, "assigned_to", before == null ? null : before.assignedTo()),
                labels,
                cause,
                updated != null ? updated : before == null ? null : before.updatedMillis(),
                before == null ? event.millis() : before.openedMillis(),
                closed,
                before == null ? event.position() : before.opened(),
                event.position());
    }

    private static String status(@Nullable Issue before, Members data, KnownType type) {
        if (type == KnownType.ISSUE_CLOSED) {
            return "closed";
        }
        String said = data.text("status");
        if (said != null) {
            return said;
        }
        return before == null || type == KnownType.ISSUE_CREATED && before.isClosed() ? "open" : before.status();
    }
}
