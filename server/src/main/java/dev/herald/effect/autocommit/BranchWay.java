package dev.herald.effect.autocommit;

import dev.herald.event.Position;
import dev.herald.event.payload.AutoCommit.Trigger;
import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Commits on the branch that is checked out, as its user would: with their name, hooks and signature. It refuses
 * whenever the user is in the middle of something.
 *
 * <p>The tree is built, checked by hooks, and made a commit without any lock. What remains is short: the user's index
 * gets the committed files, then the branch gets the commit, if both are still what they were. In that order, for an
 * index that is ahead shows the files as staged, and one that is behind would show them as staged to be reverted, and
 * the next commit would do that. One thread at a time.
 */
final class BranchWay implements Prepared.Way {
    private static final String NOTHING = "Nothing has changed.";
    private static final String HEADS = "refs/heads/";

    private final Workshop workshop;
    private final Git git;
    private final PrivateIndex index;
    private final OthersAtWork others;
    private final Hooks hooks;
    private final Landing landing;
    private final Safekeeping keeping;
    private final SlowFilters filters;
    private final MarkedFiles marked;

    BranchWay(Workshop workshop) {
        this.workshop = workshop;
        this.git = workshop.git();
        this.index = workshop.index("index");
        this.others =
                new OthersAtWork(workshop.repository(), workshop.settings().pace(), workshop.clock());
        this.hooks = new Hooks(workshop, index);
        this.landing = new Landing(workshop, others);
        this.keeping = new Safekeeping(workshop);
        this.marked = new MarkedFiles(workshop);
        this.filters = new SlowFilters(workshop.settings().pace(), workshop.clock());
    }

    @Override
    public Optional<Trouble> concern() {
        return keeping.concern().or(filters::concern);
    }

    @Override
    public boolean isOwed() {
        return keeping.isOwed() || filters.isOwed();
    }

    @Override
    public Prepared prepare(Trigger trigger) throws IOException, InterruptedException {
        keeping.begin();
        filters.begin();
        if (trigger == Trigger.SCHEDULE) {
            keeping.doubt();
        }
        if (keeping.isDoubted(Safekeeping.HEAD)) {
            keeping.examineHead();
        }
        try {
            return look(trigger);
        } catch (IOException e) {
            throw keeping.explained(e);
        }
    }

    private Prepared look(Trigger trigger) throws IOException, InterruptedException {
        landing.recover();
        refuseInProgress();
        others.await();
        refuseInProgress();
        Optional<Stamp> seen = Stamp.of(workshop.userIndex());
        keeping.clear();
        index.copy(workshop.userIndex());
        workshop.witness().at(Step.SEEDED);
        WorkTree tree = filters.look(git, index);
        Selection selection = Selection.ofDirectory(workshop.repository(), workshop.settings());
        List<Change> changes = selection.of(tree.changes());
        Optional<Reason> state = refusal(tree);
        Map<TreePath, LeftOut.Why> unseen = marked.changed(index, filters);
        if (changes.isEmpty() && trigger != Trigger.MANUAL) {
            return nothing(new TreePath(tree.branch()).shown(), NOTHING, selection.absent(unseen));
        }
        if (state.isPresent()) {
            throw new Trouble(state.get(), state.get().advice(), changes.size());
        }
        String branch = new TreePath(tree.branch()).shown();
        if (changes.isEmpty()) {
            return nothing(branch, NOTHING, selection.absent(unseen));
        }
        Admission admission = new Admission(
                workshop.repository().workTree(),
                workshop.settings().limits(),
                AutoCommitMode.BRANCH,
                workshop.clock());
        Staging staging = new Staging(
                git, index, admission, new Earlier(workshop.repository().workTree()), filters);
        staging.take(changes);
        String written = index.writeTree();
        workshop.witness().at(Step.STAGED);
        List<Tip> tips =
                Tip.of(git, workshop.repository().workTree(), List.of("HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD"));
        refuseIf(!tips.get(1).isNone(), Reason.CHERRY_PICK_IN_PROGRESS);
        refuseIf(!tips.get(2).isNone(), Reason.REVERT_IN_PROGRESS);
        refuseIf(!tips.get(0).hash().equals(tree.head()), Reason.HEAD_MOVED);
        unseen.putAll(staging.leftOut());
        Outcome.Absent leftOut = selection.absent(unseen);
        if (staging.count() == 0 || written.equals(tips.get(0).tree())) {
            return nothing(branch, "Nothing has changed but what is left out.", leftOut);
        }
        Branch on = new Branch(HEADS + tree.branch(), branch, tips.get(0), seen);
        return new Prepared.Ready(
                staging.count(),
                (why, start) -> commit(on, written, staging, leftOut, why, start),
                workshop.settings().isPushing() ? new Push(workshop, index)::of : Prepared.NO_FOLLOW_UP);
    }

    private void refuseInProgress() throws Trouble {
        Optional<Reason> open = InProgress.in(workshop.gitDirectory());
        if (open.isPresent()) {
            throw new Trouble(open.get());
        }
    }

    private Optional<Reason> refusal(WorkTree tree) {
        if (tree.changes().stream().anyMatch(change -> change.kind() == Change.Kind.UNMERGED)) {
            return Optional.of(Reason.UNMERGED_ENTRIES);
        }
        if (tree.branch().isEmpty()) {
            return Optional.of(Reason.DETACHED_HEAD);
        }
        if (workshop.settings().isProtected().stream().anyMatch(name -> matches(name, tree.branch()))) {
            return Optional.of(Reason.PROTECTED_BRANCH);
        }
        return tree.changes().stream().anyMatch(Change::isStaged)
                ? Optional.of(Reason.STAGED_CHANGES)
                : Optional.empty();
    }

    private static boolean matches(String pattern, String branch) {
        StringBuilder regex = new StringBuilder();
        for (String part : pattern.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return branch.matches(regex.toString());
    }

    private static void refuseIf(boolean is, Reason reason) throws Trouble {
        if (is) {
            throw new Trouble(reason);
        }
    }

    private static Prepared nothing(String branch, String why, Outcome.Absent leftOut) {
        return new Prepared.Nothing(branch, new Outcome.Nothing(why, leftOut));
    }

    private Outcome.Committed commit(
            Branch on, String tree, Staging staging, Outcome.Absent leftOut, Trigger trigger, Position start)
            throws IOException, InterruptedException {
        workshop.witness().at(Step.STARTED);
        // Hooks see what the repository has.
        keeping.bring(on.head().tree(), tree);
        String checked = hooks.beforeCommit(on, tree);
        List<String> objects = keeping.bring(on.head().tree(), checked);
        String message = hooks.message(Message.of(
                Message.subject("Auto-commit", staging.counts()), staging.counts(), trigger, start, null, List.of()));
        String hash = make(on, checked, message);
        keeping.bring(hash);
        workshop.witness().at(Step.COMMITTED);
        if (!keeping.isComplete(hash, objects)) {
            throw new Trouble(Reason.OBJECTS_LOST);
        }
        landing.land(on, checked, hash, index);
        // It is the user's branch now: what cannot be put back is for them to know, not to be undone.
        keeping.confirm(hash, on.head().hash(), objects);
        workshop.witness().at(Step.MOVED);
        hooks.afterCommit();
        return new Outcome.Committed(
                start, hash, new TreePath(on.ref()).shown(), on.shown(), message, staging.count(), leftOut);
    }

    private String make(Branch on, String tree, String message) throws IOException, InterruptedException {
        boolean isSigned = git.run(index.command("config", "--type=bool", "--get", "commit.gpgSign"))
                        instanceof GitResult.Done done
                && done.text().equals("true");
        List<String> line = new ArrayList<>(
                List.of("-c", "i18n.commitEncoding=UTF-8", "-c", "user.useConfigOnly=true", "commit-tree"));
        line.add(isSigned ? "-S" : "--no-gpg-sign");
        if (!on.head().isNone()) {
            line.addAll(List.of("-p", on.head().hash()));
        }
        line.addAll(List.of("-F", "-", tree));
        GitCommand command = index.command(line.toArray(String[]::new)).reading(message);
        GitResult result = git.run(command);
        if (isSigned && isSignatureMissing(result)) {
            throw new Trouble(Reason.SIGNING_FAILED);
        }
        return result.orThrow(command).text();
    }

    private static boolean isSignatureMissing(GitResult result) {
        return switch (result) {
            case GitResult.Done done -> false;
            case GitResult.Failed failed ->
                Trouble.of(new IOException(failed.messages())).reason() == Reason.GIT_FAILED;
            // A program that signs asks for a password, and nobody is there.
            case GitResult.Stopped stopped -> stopped.reason() == GitResult.Reason.TIMED_OUT;
        };
    }
}
