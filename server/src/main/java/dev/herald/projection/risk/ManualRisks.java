package dev.herald.projection.risk;

import dev.herald.event.Position;
import dev.herald.projection.Happening;
import dev.herald.projection.Members;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Folds {@code risk_alert}. One whose rule is none of ours is somebody's own risk: it opens, changes, and ends with {@code
 * resolved}. One whose rule is ours changes nothing, but for {@code acknowledged_by}.
 */
final class ManualRisks {
    private static final String MANUAL = "manual";

    private ManualRisks() {}

    static void fold(Watched watched, Happening event) {
        Members data = event.data();
        String given = data.text("risk_id");
        String id = given == null ? event.position().toString() : given;
        String rule = data.text("rule");
        Watched.Key key = find(watched, id);
        Risk open = key == null ? null : watched.open.get(key);
        if (open == null) {
            watched.stranger(id, event.position());
        }
        if (open != null && key != null) {
            Risk heard = open.heard(event.position());
            if (data.has("acknowledged_by")) {
                heard = heard.acknowledged(data.text("acknowledged_by"));
            }
            watched.open.put(key, heard);
            if (!heard.isComputed()) {
                change(watched, key, heard, event);
            }
        } else if (!data.is("resolved") && (rule == null || RuleName.of(rule).isEmpty()) && !wasClosed(watched, id)) {
            watched.strangers.remove(id);
            watched.open.put(new Watched.Key(null, id), opened(watched, id, rule, event));
        }
    }

    private static Watched.@Nullable Key find(Watched watched, String id) {
        for (Map.Entry<Watched.Key, Risk> one : watched.open.entrySet()) {
            if (one.getValue().id().equals(id)) {
                return one.getKey();
            }
        }
        return null;
    }

    /** A risk that ended does not come back under its id, whatever comes late. */
    private static boolean wasClosed(Watched watched, String id) {
        return watched.closed.stream().anyMatch(risk -> risk.id().equals(id));
    }

    private static Risk opened(Watched watched, String id, @Nullable String rule, Happening event) {
        Members data = event.data();
        String subject = data.text("subject");
        String message = data.text("message");
        return new Risk(
                id,
                watched.id,
                rule == null ? MANUAL : rule,
                subject == null ? watched.id.value() : subject,
                severity(data, Severity.MEDIUM),
                message == null ? "" : message,
                data.object("evidence").all(),
                event.millis(),
                null,
                data.text("acknowledged_by"),
                event.position(),
                null,
                event.position());
    }

    private static void change(Watched watched, Watched.Key key, Risk open, Happening event) {
        Members data = event.data();
        String message = data.text("message");
        Risk changed = open.with(
                severity(data, open.severity()),
                message == null ? open.message() : message,
                data.has("evidence") ? data.object("evidence").all() : open.evidence());
        if (data.is("resolved")) {
            watched.open.remove(key);
            watched.stranger(open.id(), event.position());
            watched.ended(changed.ended(event.millis(), event.position()));
        } else {
            watched.open.put(key, changed);
        }
    }

    private static Severity severity(Members data, Severity otherwise) {
        String said = data.text("severity");
        return said == null ? otherwise : Severity.of(said).orElse(otherwise);
    }

    /** The last event of a risk's id, for a guard; {@link Position#ORIGIN} where there was none. */
    static Position changed(Watched watched, String id) {
        Watched.Key key = find(watched, id);
        Risk open = key == null ? null : watched.open.get(key);
        return open != null ? open.changed() : watched.strangers.getOrDefault(id, Position.ORIGIN);
    }
}
