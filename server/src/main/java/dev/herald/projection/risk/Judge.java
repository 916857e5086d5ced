package dev.herald.projection.risk;

import dev.herald.event.Position;
import dev.herald.event.payload.RiskAlert;
import dev.herald.projection.Context;
import dev.herald.projection.Derived;
import dev.herald.projection.Projection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the rules of a subject and keeps what they say: a risk opens, changes or closes, and that is told. One thread. */
final class Judge {
    private static final Map<Subject.Kind, List<Rule>> RULES = Map.of(
            Subject.Kind.TASK, TaskRisks.ALL,
            Subject.Kind.CIRCLE, List.of(new OtherRisks.Circle()),
            Subject.Kind.PULL_REQUEST, List.of(new OtherRisks.Waiting()),
            Subject.Kind.WORKFLOW, List.of(new OtherRisks.Failing()),
            Subject.Kind.PROJECT, ProjectRisks.ALL,
            Subject.Kind.AGENT, List.of(new OtherRisks.Silent(), new OtherRisks.AgentWaiting()),
            Subject.Kind.FILE, List.of(new OtherRisks.Conflict()));
    private static final Rule AGING = new TaskRisks.Aging();
    /** Bytes of an id: enough for no two risks to share one. */
    private static final int ID_BYTES = 8;

    private final Scene scene;
    private final Context context;

    Judge(Scene scene, Context context) {
        this.scene = scene;
        this.context = context;
    }

    /** All rules of the subject, and when to ask them again. */
    void ask(Subject subject) {
        if (subject.kind() == Subject.Kind.AGING) {
            askAging();
            return;
        }
        long next = Projection.NEVER;
        for (Rule rule : RULES.getOrDefault(subject.kind(), List.of())) {
            next = Math.min(next, ask(rule, subject.id()));
        }
        scene.watched().alarms.set(subject, next);
    }

    /** The rule about age, of the work in progress of which it says otherwise now. */
    void askAging() {
        scene.watched().finished.passTo(scene.atMillis());
        TaskRisks.Ageing limits = TaskRisks.Ageing.of(scene);
        if (limits != null) {
            scene.watched()
                    .inProgress
                    .toAsk(scene.atMillis(), limits.p85Millis(), limits.p95Millis())
                    .forEach(this::age);
        }
        remindAging();
    }

    /** The same of one task, which has changed. */
    void askAging(String task) {
        age(task);
        remindAging();
    }

    private void age(String task) {
        ask(AGING, task);
        Long started = scene.watched().inProgress.started(task);
        if (started != null) {
            scene.watched().inProgress.put(task, started, severity(AGING, task));
        }
    }

    /** Only when to ask again, of what has been asked already. */
    void remind(Subject subject) {
        long next = Projection.NEVER;
        for (Rule rule : RULES.getOrDefault(subject.kind(), List.of())) {
            next = Math.min(
                    next,
                    rule.judge(scene, subject.id(), severity(rule, subject.id()))
                            .nextMillis());
        }
        scene.watched().alarms.set(subject, next);
    }

    void remindAging() {
        Watched watched = scene.watched();
        watched.finished.passTo(scene.atMillis());
        TaskRisks.Ageing limits = TaskRisks.Ageing.of(scene);
        long crossing = limits == null
                ? Projection.NEVER
                : watched.inProgress.nextMillis(limits.p85Millis(), limits.p95Millis());
        watched.alarms.set(Watched.AGING, Math.min(watched.finished.nextMillis(), crossing));
    }

    private @Nullable Severity severity(Rule rule, String subject) {
        Risk open = scene.watched().open(rule.name(), subject);
        return open == null ? null : open.severity();
    }

    private long ask(Rule rule, String subject) {
        Watched watched = scene.watched();
        Watched.Key key = new Watched.Key(rule.name(), subject);
        Risk open = watched.open.get(key);
        Verdict verdict = rule.judge(scene, subject, open == null ? null : open.severity());
        if (verdict.severity() == null) {
            if (open != null) {
                watched.open.remove(key);
                watched.circles -= rule.name() == RuleName.DEPENDENCY_CYCLE ? 1 : 0;
                Risk ended = open.ended(scene.atMillis(), context.position());
                watched.ended(ended);
                tell(ended, "closed");
            }
        } else if (open == null) {
            Risk opened = new Risk(
                    id(rule.name(), subject),
                    watched.id,
                    rule.name().wireName(),
                    subject,
                    verdict.severity(),
                    verdict.message(),
                    new LinkedHashMap<>(verdict.evidence()),
                    scene.atMillis(),
                    null,
                    null,
                    context.position(),
                    null,
                    Position.ORIGIN);
            watched.open.put(key, opened);
            watched.circles += rule.name() == RuleName.DEPENDENCY_CYCLE ? 1 : 0;
            tell(opened, "opened");
        } else if (open.severity() != verdict.severity()) {
            Risk changed = open.with(verdict.severity(), verdict.message(), new LinkedHashMap<>(verdict.evidence()));
            watched.open.put(key, changed);
            tell(changed, "changed");
        }
        return verdict.nextMillis();
    }

    private void tell(Risk risk, String what) {
        RiskAlert alert = new RiskAlert(
                risk.id(),
                risk.rule(),
                risk.subject(),
                RiskAlert.Severity.valueOf(risk.severity().name()),
                risk.message(),
                !risk.isOpen(),
                risk.evidence());
        context.derive(new Derived(
                "risk:" + risk.id() + ":" + what + ":" + scene.atMillis(), context.position(), risk.project(), alert));
    }

    /** The same on each instance: of the project, the rule, the subject and the moment. */
    private String id(RuleName rule, String subject) {
        String text = scene.watched().id.value() + "\n" + rule.wireName() + "\n" + subject + "\n" + scene.atMillis();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "risk-" + HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
