package dev.herald.projection.risk;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.projection.Members;
import dev.herald.projection.StateIn;
import dev.herald.projection.StateOut;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the state is written down. Version 1: each project with its risks and what rules remember; what follows from the
 * tasks is made again from them.
 */
final class RiskCodec {
    static final int VERSION = 1;

    private RiskCodec() {}

    static void save(RiskState state, StateOut out) {
        out.each(state.projects(), RiskCodec::watched);
    }

    static RiskState load(int version, StateIn in) {
        if (version != VERSION) {
            throw new IllegalStateException("no version " + version + " of the state of risks is known");
        }
        RiskState state = new RiskState();
        int projects = in.count();
        for (int i = 0; i < projects; i++) {
            watched(state.watched(new ProjectId(in.text())), in);
        }
        return state;
    }

    private static void watched(StateOut out, Watched of) {
        out.text(of.id.value());
        out.number(of.askedMillis);
        out.each(of.open.values(), RiskCodec::risk);
        out.each(of.closed, RiskCodec::risk);
        out.each(of.strangers.entrySet(), (to, one) -> {
            to.text(one.getKey());
            to.number(one.getValue().packed());
        });
        out.each(of.runs.entrySet(), (to, one) -> {
            to.text(one.getKey());
            to.each(one.getValue(), (run, end) -> {
                run.text(end.id());
                run.fact(end.isFailure());
                run.number(end.at().packed());
            });
        });
        out.each(of.changes.entrySet(), (to, one) -> {
            to.text(one.getKey());
            to.each(one.getValue().entrySet(), (change, by) -> {
                change.text(by.getKey());
                change.number(by.getValue());
            });
        });
    }

    private static void watched(Watched of, StateIn in) {
        of.askedMillis = in.number();
        in.each(from -> risk(of.id, from)).forEach(risk -> of.open.put(Watched.Key.of(risk), risk));
        of.circles = (int) of.open.keySet().stream()
                .filter(key -> key.rule() == RuleName.DEPENDENCY_CYCLE)
                .count();
        of.closed.addAll(in.each(from -> risk(of.id, from)));
        in.each(from -> of.strangers.put(from.text(), new Position(from.number())));
        in.each(from -> of.runs.put(
                from.text(),
                new ArrayDeque<>(
                        from.each(run -> new Watched.RunEnd(run.text(), run.fact(), new Position(run.number()))))));
        in.each(from -> {
            String path = from.text();
            Map<String, Long> by = new LinkedHashMap<>();
            from.each(change -> by.put(change.text(), change.number()));
            return of.changes.put(path, by);
        });
    }

    private static void risk(StateOut out, Risk of) {
        out.text(of.id());
        out.text(of.rule());
        out.text(of.subject());
        out.text(of.severity().name());
        out.text(of.message());
        out.value(of.evidence());
        out.number(of.openedMillis());
        out.numberOrNull(of.closedMillis());
        out.text(of.acknowledgedBy());
        out.number(of.opened().packed());
        out.numberOrNull(of.closed() == null ? null : of.closed().packed());
        out.number(of.changed().packed());
    }

    private static Risk risk(ProjectId project, StateIn in) {
        String id = in.text();
        String rule = in.text();
        String subject = in.text();
        Severity severity = Severity.valueOf(in.text());
        String message = in.text();
        Members evidence = Members.ofValue(in.value());
        long opened = in.number();
        Long closed = in.numberOrNull();
        String acknowledged = in.textOrNull();
        Position openedAt = new Position(in.number());
        Long closedAt = in.numberOrNull();
        return new Risk(
                id,
                project,
                rule,
                subject,
                severity,
                message,
                evidence.all(),
                opened,
                closed,
                acknowledged,
                openedAt,
                closedAt == null ? null : new Position(closedAt),
                new Position(in.number()));
    }
}
