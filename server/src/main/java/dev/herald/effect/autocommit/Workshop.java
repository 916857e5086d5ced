package dev.herald.effect.autocommit;

import dev.herald.git.Git;
import dev.herald.git.Repository;
import dev.herald.loop.Clock;
import java.nio.file.Path;

/**
 * What a way to commit works with.
 *
 * @param hashLength characters of a hash in this repository
 */
record Workshop(
        Git git,
        Repository repository,
        AutoCommitSettings settings,
        Clock clock,
        int hashLength,
        Step.Witness witness) {
    /** Named after this process: a call of git that outlived a killed predecessor writes to another. */
    PrivateIndex index(String name) {
        Path file = settings.own().resolve(name + "." + ProcessHandle.current().pid());
        return new PrivateIndex(git, repository, file, hashLength, objects());
    }

    /** Where the objects of a run are made. */
    OwnObjects objects() {
        return new OwnObjects(
                settings.own().resolve("objects"), repository.commonDirectory().resolve("objects"));
    }

    Path gitDirectory() {
        return repository.gitDirectory();
    }

    /** The user's. */
    Path userIndex() {
        return repository.gitDirectory().resolve("index");
    }

    Path userLock() {
        return repository.gitDirectory().resolve("index.lock");
    }
}
