package dev.herald.effect.autocommit;

import dev.herald.event.Position;
import dev.herald.event.payload.AutoCommit.Trigger;
import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.Repository;
import dev.herald.intake.Intake;
import dev.herald.loop.Clock;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run after the other, and what is told of them. What triggered itself and found nothing, or fails as it did before,
 * is not told again: those who watch a project need no event every two seconds. Runs on the project's thread.
 */
final class CommitRun implements Attempt {
    private static final Logger LOG = LoggerFactory.getLogger(CommitRun.class);
    /** A repository that is in use for a moment is told of when it has been so often in a row. */
    private static final int PASSING_MAX = 3;

    private final AutoCommitSettings settings;
    private final Git git;
    private final RepositoryTurns turns;
    private final Clock clock;
    private final Reporter reporter;
    private final Step.Witness witness;
    private @Nullable Repository repository;
    private @Nullable Object identity;
    private Prepared.@Nullable Way way;
    private @Nullable Reason lastReason;
    private String lastConcern = "";
    private int failures;
    private Outcome.Absent lastLeftOut = Outcome.Absent.NONE;

    CommitRun(
            AutoCommitSettings settings,
            Git git,
            Intake intake,
            RepositoryTurns turns,
            Clock clock,
            Step.Witness witness) {
        this.settings = settings;
        this.git = git;
        this.turns = turns;
        this.clock = clock;
        this.reporter = new Reporter(intake, settings);
        this.witness = witness;
    }

    static CommitRun of(AutoCommitSettings settings, Git git, Intake intake, RepositoryTurns turns, Clock clock) {
        return new CommitRun(settings, git, intake, turns, clock, step -> {});
    }

    @Override
    public void recover() throws InterruptedException {
        try {
            Repository found = find();
            if (found != null) {
                try (RepositoryTurns.Turn _ = turns.take(found.commonDirectory())) {
                    Leftovers.clear(workshop(found));
                }
            }
        } catch (IOException e) {
            LOG.warn(
                    "Cannot put the auto-commit of {} in order: {}",
                    settings.project(),
                    Trouble.of(e).getMessage());
        }
    }

    @Override
    public Outcome run(Trigger trigger) throws InterruptedException {
        Prepared prepared;
        try {
            Repository found = find();
            if (found == null) {
                throw new Trouble(Reason.NO_REPOSITORY);
            }
            try (RepositoryTurns.Turn _ = turns.take(found.commonDirectory())) {
                prepared = way(found).prepare(trigger);
                return switch (prepared) {
                    case Prepared.Nothing nothing -> nothing(trigger, nothing);
                    case Prepared.Ready ready -> commit(trigger, ready);
                };
            }
        } catch (IOException e) {
            LOG.debug("No auto-commit of {}: {}", settings.project(), words(e));
            return refused(trigger, Trouble.of(e));
        } catch (RuntimeException e) {
            way = null; // and what it remembers
            throw e;
        }
    }

    private Outcome commit(Trigger trigger, Prepared.Ready ready) throws InterruptedException {
        Optional<Position> start = reporter.start(trigger, ready.changes());
        if (start.isEmpty()) {
            return new Outcome.Postponed("The journal does not accept events at the moment: a commit waits for it.");
        }
        try {
            Outcome.Committed committed = ready.completion().commit(trigger, start.get());
            lastReason = null;
            failures = 0;
            lastLeftOut = committed.leftOut();
            reporter.end(trigger, start.get(), committed);
            tell(trigger, start.get(), ready.changes(), ready.followUp().of(committed));
            if (isConcernNews()) {
                tell(trigger, start.get(), ready.changes(), concern());
            }
            lastConcern = concernWords();
            return committed;
        } catch (IOException e) {
            LOG.debug("The auto-commit of {} failed: {}", settings.project(), words(e));
            Trouble trouble = Trouble.of(e);
            Outcome.Refused refused = new Outcome.Refused(trouble.reason(), sentence(trouble));
            reporter.end(trigger, start.get(), ready.changes(), refused);
            return refused;
        }
    }

    private void tell(Trigger trigger, Position start, int changes, Optional<Trouble> trouble)
            throws InterruptedException {
        if (trouble.isPresent()) {
            Trouble one = trouble.get();
            reporter.end(trigger, start, changes, new Outcome.Refused(one.reason(), sentence(one)));
        }
    }

    @Override
    public Optional<Trouble> concern() {
        Prepared.Way known = way;
        return known == null ? Optional.empty() : known.concern();
    }

    private String concernWords() {
        return concern().map(CommitRun::sentence).orElse("");
    }

    private boolean isConcernNews() {
        String words = concernWords();
        return !words.isEmpty() && !words.equals(lastConcern);
    }

    @Override
    public boolean isOwed() {
        Prepared.Way known = way;
        return known != null && known.isOwed();
    }

    private Outcome nothing(Trigger trigger, Prepared.Nothing nothing) throws InterruptedException {
        Outcome.Absent leftOut = nothing.outcome().leftOut();
        boolean isNews = leftOut.count() > 0 && !leftOut.equals(lastLeftOut) || isConcernNews();
        lastReason = null;
        failures = 0;
        if (trigger == Trigger.MANUAL || isNews) {
            Optional<Position> start = reporter.start(trigger, 0);
            if (start.isEmpty()) {
                return new Outcome.Postponed("The journal does not accept events at the moment.");
            }
            reporter.end(trigger, start.get(), nothing.branch(), nothing.outcome());
            if (isConcernNews()) {
                tell(trigger, start.get(), 0, concern());
            }
        }
        lastConcern = concernWords();
        lastLeftOut = leftOut;
        return nothing.outcome();
    }

    private Outcome refused(Trigger trigger, Trouble trouble) throws InterruptedException {
        Outcome.Refused refused = new Outcome.Refused(trouble.reason(), sentence(trouble));
        failures = trouble.reason() == lastReason ? failures + 1 : 1;
        lastReason = trouble.reason();
        boolean isFirst = failures == (trouble.reason().isMomentary() ? PASSING_MAX : 1);
        boolean isTold = switch (trigger) {
            case CHANGE -> isFirst;
            // What is broken is worth a reminder; that somebody is busy is not.
            case SCHEDULE -> isFirst || !trouble.reason().isIntended();
            case MANUAL -> true;
        };
        if (isTold) {
            Optional<Position> start = reporter.start(trigger, trouble.changes());
            if (start.isEmpty()) {
                failures--;
                return new Outcome.Postponed("The journal does not accept events at the moment.");
            }
            reporter.end(trigger, start.get(), trouble.changes(), refused);
        }
        return refused;
    }

    /** Git's own words only: what else it passes on may be a filter's, which may quote a file. */
    private static String words(IOException e) {
        String message = String.valueOf(e.getMessage());
        boolean isGits = message.contains(": fatal: ") || message.contains(": error: ");
        return isGits || e instanceof Trouble ? message : e.getClass().getSimpleName();
    }

    private static String sentence(Trouble trouble) {
        String message = trouble.getMessage();
        return message == null ? trouble.reason().advice() : message;
    }

    /** Looked up again each time: a repository may be made, moved or removed at any time. */
    private @Nullable Repository find() throws InterruptedException {
        Repository known = repository;
        if (known != null && known.workTree().equals(settings.directory()) && isStill(known)) {
            return known;
        }
        return switch (Repository.at(git, settings.directory())) {
            case Repository.At at -> at.repository();
            case Repository.None none -> {
                LOG.debug("No repository for {}: {}", settings.project(), none.why());
                yield null;
            }
        };
    }

    /** Where the directory is the top itself, nothing but its own {@code .git} says which repository it is. */
    private boolean isStill(Repository known) {
        try {
            return Stamp.of(known.gitDirectory()).map(Stamp::inode).equals(Optional.ofNullable(identity));
        } catch (IOException e) {
            return false;
        }
    }

    private Prepared.Way way(Repository found) throws IOException, InterruptedException {
        Prepared.Way known = way;
        if (known != null && found.equals(repository)) {
            return known;
        }
        Workshop workshop = workshop(found);
        Prepared.Way made = switch (settings.mode()) {
            case SHADOW -> new ShadowWay(workshop);
            case BRANCH -> new BranchWay(workshop);
        };
        repository = found;
        identity = Stamp.of(found.gitDirectory()).map(Stamp::inode).orElse(null);
        way = made;
        return made;
    }

    private Workshop workshop(Repository found) throws IOException, InterruptedException {
        String format = git.ask(GitCommand.in(found.workTree(), "rev-parse", "--show-object-format"))
                .text();
        return new Workshop(git, found, settings, clock, format.equals("sha256") ? 64 : 40, witness);
    }
}
