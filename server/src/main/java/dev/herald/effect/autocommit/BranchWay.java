package dev.herald.effect.autocommit;

import dev.herald.event.payload.AutoCommit.Trigger;
import dev.herald.git.Git;
import dev.herald.git.Repository;
import dev.herald.loop.Clock;
import java.io.IOException;

/** Commits on the branch. */
final class BranchWay implements Prepared.Way {
    BranchWay(Git git, Repository repository, AutoCommitSettings settings, Clock clock, int hashLength) {}

    @Override
    public Prepared prepare(Trigger trigger) throws IOException, InterruptedException {
        throw new Trouble(Reason.GIT_FAILED);
    }
}
