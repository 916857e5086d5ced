package dev.herald.projection.delivery;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.projection.Members;
import dev.herald.projection.StateIn;
import dev.herald.projection.StateOut;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the state is written down. Version 1: each project with its lists in order. */
final class DeliveryCodec {
    static final int VERSION = 1;

    private DeliveryCodec() {}

    static void save(DeliveryState state, StateOut out) {
        out.number(state.size());
        for (Held held : state.all()) {
            out.text(held.project == null ? null : held.project.value());
            out.number(held.commits.size());
            held.commits.view().forEach(commit -> commit(out, commit));
            out.each(held.pullRequests.values(), DeliveryCodec::pullRequest);
            out.each(held.issues.values(), DeliveryCodec::issue);
            out.each(held.runs.values(), DeliveryCodec::run);
            out.each(held.deployments.values(), DeliveryCodec::deployment);
            out.each(held.contained.entrySet(), (to, entry) -> {
                to.text(entry.getKey());
                long[] words = entry.getValue().toLongArray();
                to.number(words.length);
                for (long word : words) {
                    to.number(word);
                }
            });
            out.each(held.awaited.entrySet(), (to, entry) -> {
                to.text(entry.getKey());
                to.each(entry.getValue(), StateOut::text);
            });
            out.each(held.quality.values(), DeliveryCodec::reported);
            out.each(held.suggestions.values(), DeliveryCodec::suggestion);
            out.each(held.activity, StateOut::number);
            out.number(held.lastActivityMillis);
            held.completions.save(out);
        }
    }

    static DeliveryState load(int version, StateIn in) {
        if (version != VERSION) {
            throw new IllegalStateException("no version " + version + " of the state of delivery is known");
        }
        DeliveryState state = new DeliveryState();
        int projects = in.count();
        for (int i = 0; i < projects; i++) {
            String id = in.textOrNull();
            held(state.held(id == null ? null : new ProjectId(id)), in);
        }
        return state;
    }

    private static void held(Held held, StateIn in) {
        ProjectId project = held.project;
        for (CommitMade commit : in.each(DeliveryCodec::commit)) {
            held.places.put(commit.hash(), held.commits.size());
            held.commits.add(commit);
        }
        in.each(DeliveryCodec::pullRequest).forEach(one -> held.pullRequests.put(one.id(), one));
        in.each(DeliveryCodec::issue).forEach(one -> held.issues.put(one.id(), one));
        in.each(from -> run(from, project)).forEach(one -> held.runs.put(one.id(), one));
        in.each(DeliveryCodec::deployment).forEach(one -> held.deployments.put(one.id(), one));
        in.each(from -> held.contained.put(from.text(), BitSet.valueOf(words(from))));
        in.each(from -> held.awaited.put(from.text(), new ArrayList<>(from.each(StateIn::text))));
        in.each(DeliveryCodec::reported).forEach(one -> held.quality.put(Folds.key(one.kind(), one.branch()), one));
        in.each(DeliveryCodec::suggestion).forEach(one -> held.suggestions.put(one.id(), one));
        held.activity.addAll(in.each(StateIn::number));
        held.lastActivityMillis = in.number();
        held.completions.load(in);
    }

    private static long[] words(StateIn in) {
        return in.each(StateIn::number).stream().mapToLong(Long::longValue).toArray();
    }

    private static void position(StateOut out, @Nullable Position position) {
        out.numberOrNull(position == null ? null : position.packed());
    }

    private static @Nullable Position positionOrNull(StateIn in) {
        Long packed = in.numberOrNull();
        return packed == null ? null : new Position(packed);
    }

    private static Position position(StateIn in) {
        return new Position(in.number());
    }

    private static void commit(StateOut out, CommitMade of) {
        out.text(of.hash());
        out.text(of.author());
        out.text(of.email());
        out.number(of.committedMillis());
        out.numberOrNull(of.insertions());
        out.numberOrNull(of.deletions());
        out.fact(of.parents() != null);
        if (of.parents() != null) {
            out.each(of.parents(), StateOut::text);
        }
        out.number(of.told().packed());
    }

    private static CommitMade commit(StateIn in) {
        return new CommitMade(
                in.text(),
                in.textOrNull(),
                in.textOrNull(),
                in.number(),
                in.numberOrNull(),
                in.numberOrNull(),
                in.fact() ? List.copyOf(in.each(StateIn::text)) : null,
                position(in));
    }

    private static void pullRequest(StateOut out, PullRequest of) {
        out.text(of.id());
        out.numberOrNull(of.number());
        out.text(of.title());
        out.text(of.author());
        out.text(of.branch());
        out.text(of.url());
        out.text(of.status().name());
        out.number(of.openedMillis());
        out.numberOrNull(of.reviewedMillis());
        out.numberOrNull(of.endedMillis());
        out.numberOrNull(of.additions());
        out.numberOrNull(of.deletions());
        out.each(of.reviewers(), StateOut::text);
        out.number(of.opened().packed());
        position(out, of.reviewed());
        position(out, of.ended());
        out.number(of.changed().packed());
    }

    private static PullRequest pullRequest(StateIn in) {
        return new PullRequest(
                in.text(),
                in.numberOrNull(),
                in.text(),
                in.textOrNull(),
                in.textOrNull(),
                in.textOrNull(),
                PullRequest.Status.valueOf(in.text()),
                in.number(),
                in.numberOrNull(),
                in.numberOrNull(),
                in.numberOrNull(),
                in.numberOrNull(),
                in.each(StateIn::text),
                position(in),
                positionOrNull(in),
                positionOrNull(in),
                position(in));
    }

    private static void issue(StateOut out, Issue of) {
        out.text(of.id());
        out.numberOrNull(of.number());
        out.text(of.title());
        out.text(of.status());
        out.text(of.priority());
        out.text(of.assignedTo());
        out.each(of.labels(), StateOut::text);
        out.text(of.causedBy());
        out.numberOrNull(of.updatedMillis());
        out.number(of.openedMillis());
        out.numberOrNull(of.closedMillis());
        out.number(of.opened().packed());
        out.number(of.changed().packed());
    }

    private static Issue issue(StateIn in) {
        return new Issue(
                in.text(),
                in.numberOrNull(),
                in.text(),
                in.text(),
                in.textOrNull(),
                in.textOrNull(),
                in.each(StateIn::text),
                in.textOrNull(),
                in.numberOrNull(),
                in.number(),
                in.numberOrNull(),
                position(in),
                position(in));
    }

    private static void run(StateOut out, WorkflowRun of) {
        out.text(of.id());
        out.text(of.name());
        out.text(of.status().name());
        out.numberOrNull(of.progress());
        out.text(of.currentStep());
        out.numberOrNull(of.totalSteps());
        out.decimalOrNull(of.secondsRemaining());
        out.numberOrNull(of.startedMillis());
        out.numberOrNull(of.endedMillis());
        out.number(of.begun().packed());
        position(out, of.ended());
        out.number(of.changed().packed());
    }

    private static WorkflowRun run(StateIn in, @Nullable ProjectId project) {
        return new WorkflowRun(
                in.text(),
                project,
                in.text(),
                WorkflowRun.Status.valueOf(in.text()),
                in.numberOrNull(),
                in.textOrNull(),
                in.numberOrNull(),
                in.decimalOrNull(),
                in.numberOrNull(),
                in.numberOrNull(),
                position(in),
                positionOrNull(in),
                position(in));
    }

    private static void deployment(StateOut out, Deployment of) {
        out.text(of.id());
        out.text(of.environment());
        out.text(of.commitHash());
        out.text(of.ref());
        out.text(of.url());
        out.fact(of.isRollback());
        out.fact(of.isRework());
        out.text(of.causedBy());
        out.value(of.isSuccess());
        out.number(of.startedMillis());
        out.numberOrNull(of.endedMillis());
        int[] commits = of.commits();
        out.fact(commits != null);
        if (commits != null) {
            out.number(commits.length);
            for (int commit : commits) {
                out.number(commit);
            }
        }
        out.number(of.begun().packed());
        position(out, of.ended());
    }

    private static Deployment deployment(StateIn in) {
        return new Deployment(
                in.text(),
                in.text(),
                in.textOrNull(),
                in.textOrNull(),
                in.textOrNull(),
                in.fact(),
                in.fact(),
                in.textOrNull(),
                (Boolean) in.value(),
                in.number(),
                in.numberOrNull(),
                in.fact()
                        ? in.each(StateIn::number).stream()
                                .mapToInt(Long::intValue)
                                .toArray()
                        : null,
                position(in),
                positionOrNull(in));
    }

    private static void reported(StateOut out, Reported of) {
        out.text(of.kind());
        out.text(of.branch());
        out.text(of.commitHash());
        out.text(of.run());
        out.value(of.figures().all());
        out.number(of.at().packed());
    }

    private static Reported reported(StateIn in) {
        return new Reported(
                in.text(),
                in.textOrNull(),
                in.textOrNull(),
                in.textOrNull(),
                Members.ofValue(in.value()),
                position(in));
    }

    private static void suggestion(StateOut out, Suggestion of) {
        out.text(of.id());
        out.text(of.status());
        out.text(of.decidedBy());
        out.value(of.said().all());
        out.number(of.made().packed());
        out.number(of.changed().packed());
    }

    private static Suggestion suggestion(StateIn in) {
        return new Suggestion(
                in.text(), in.text(), in.textOrNull(), Members.ofValue(in.value()), position(in), position(in));
    }
}
