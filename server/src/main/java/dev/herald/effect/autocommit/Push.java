package dev.herald.effect.autocommit;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Pushes a branch to where it is pushed to, once and plainly: a rejection is told and left to people. One thread.
 */
final class Push {
    private final Workshop workshop;
    private final Git git;
    private final PrivateIndex index;

    Push(Workshop workshop, PrivateIndex index) {
        this.workshop = workshop;
        this.git = workshop.git();
        this.index = index;
    }

    /** Empty when it went well. */
    Optional<Trouble> of(Outcome.Committed committed) throws InterruptedException {
        try {
            String format =
                    "--format=%(push:remotename)%00%(push:remoteref)%00%(upstream:remotename)%00%(upstream:remoteref)";
            byte[] output = git.ask(index.command("for-each-ref", format, committed.ref()))
                    .output();
            String[] to = new String(output, StandardCharsets.UTF_8).strip().split("\0", -1);
            String remote = to.length < 4 ? "" : to[0].isEmpty() ? to[2] : to[0];
            String ref = to.length < 4 ? "" : to[1].isEmpty() ? to[3] : to[1];
            if (remote.isEmpty() || ref.isEmpty()) {
                return Optional.of(new Trouble(Reason.PUSH_NOWHERE));
            }
            GitCommand command = GitCommand.in(
                            workshop.repository().workTree(),
                            "push",
                            "--porcelain",
                            "--no-force",
                            "--no-follow-tags",
                            "--recurse-submodules=no",
                            remote,
                            committed.ref() + ":" + ref)
                    .within(Duration.ofMillis(workshop.settings().pace().pushMillis()))
                    .asUser();
            return switch (git.run(command)) {
                case GitResult.Done done -> Optional.empty();
                case GitResult.Failed failed -> Optional.of(new Trouble(reason(failed)));
                case GitResult.Stopped stopped -> Optional.of(new Trouble(Reason.PUSH_FAILED));
            };
        } catch (IOException e) {
            return Optional.of(new Trouble(Reason.PUSH_FAILED));
        }
    }

    private static Reason reason(GitResult.Failed failed) {
        String told = new String(failed.output(), StandardCharsets.UTF_8) + failed.messages();
        return told.contains("[rejected]") || told.contains("[remote rejected]")
                ? Reason.PUSH_REJECTED
                : Reason.PUSH_FAILED;
    }
}
