package dev.herald.server;

import dev.herald.access.BucketRateLimits;
import dev.herald.access.RateLimits;
import dev.herald.api.events.PublishLimits;
import dev.herald.effect.autocommit.AutoCommitMode;
import dev.herald.effect.autocommit.AutoCommitSettings;
import dev.herald.loop.Clock;
import dev.herald.net.NetLimits;
import dev.herald.net.NetSettings;
import dev.herald.source.files.FileWatchSettings;
import dev.herald.source.git.GitWatchSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** The settings in the words of each room, which knows nothing of the others' settings. */
final class Translated {
    /** For the transports; sources before and the journal after them need theirs of the ten seconds that a stop takes. */
    private static final Duration STOP = Duration.ofSeconds(4);

    /** A commit that runs while the server stops; one that is ended then may take as long again. */
    private static final Duration COMMIT_END = Duration.ofMillis(1_500);

    private Translated() {}

    static RateLimits rateLimits(Settings settings, Clock clock) {
        return settings.access().rates().isEmpty()
                ? RateLimits.OFF
                : new BucketRateLimits(settings.access().rates(), clock);
    }

    static NetSettings net(Settings settings, OpenFiles.Room room) {
        NetLimits limits = settings.net()
                .limits()
                .withConnections(room.sessions() + room.requests(), room.refusals())
                .withBodyBytes(PublishLimits.of(settings.values()).bytesMax())
                .withStop(STOP);
        return settings.net().withLimits(limits);
    }

    /** @param number tells the directories of one project apart; 0 for the first */
    static AutoCommitSettings autoCommit(Settings.Watch watch, int number, AutoCommitMode mode, Settings settings) {
        // No project's id has a tilde in it.
        String own = watch.project().value() + (number == 0 ? "" : "~" + number);
        Path place = settings.data().toAbsolutePath().resolve("auto-commit").resolve(own);
        AutoCommitSettings given =
                AutoCommitSettings.of(watch.project(), watch.directory(), place, mode, settings.values());
        return given.without(never(watch.directory(), settings)).at(given.pace().closing(COMMIT_END.toMillis()));
    }

    /**
     * What is never watched, committed or listed: this server's data, and that of this user's other servers and watches
     * where it lies below the directory and not above it.
     */
    static Set<Path> never(Path watched, Settings settings) {
        Path data = settings.data().toAbsolutePath();
        Path state = StateDirectory.of(System.getenv());
        return watched.toAbsolutePath().startsWith(state) ? Set.of(data) : Set.of(data, state);
    }

    static FileWatchSettings watch(Settings.Watch watch, Settings settings) {
        return FileWatchSettings.of(watch.directory(), watch.project().value(), settings.values())
                .without(never(watch.directory(), settings));
    }

    static GitWatchSettings repository(Settings.Watch watch, Settings settings) {
        return GitWatchSettings.of(
                watch.directory(),
                watch.project(),
                settings.data().toAbsolutePath().resolve("git"),
                settings.values());
    }
}
