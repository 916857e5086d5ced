package dev.herald.app;

import dev.herald.client.Backoff;
import dev.herald.client.ClientSettings;
import dev.herald.client.HeraldClient;
import dev.herald.client.ServerException;
import dev.herald.event.ProjectId;
import dev.herald.git.Git;
import dev.herald.loop.Clock;
import dev.herald.meter.Health;
import dev.herald.server.OwnDirectory;
import dev.herald.server.ProjectName;
import dev.herald.server.StartException;
import dev.herald.server.StateDirectory;
import dev.herald.source.files.FileWatch;
import dev.herald.source.files.FileWatchSettings;
import dev.herald.source.git.GitWatch;
import dev.herald.source.git.GitWatchSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code herald watch}: what {@code serve --watch} does, from another machine. */
@Command(
        name = "watch",
        description = {
            "Publishes the changes below a directory, and the commits of its repository, to a server, until Ctrl-C."
                    + " While the server is away they wait on disk; nothing is lost and nothing published twice, also"
                    + " when this is killed and started again. Commits made while it does not run are told when it"
                    + " does; files that change meanwhile are not seen.",
            ""
        },
        footer = {
            "",
            "Exit status: 1 the spool or the directory cannot be used, 2 called wrongly or no Herald server answers there,"
                    + " 130 or 143 ended by a signal."
        })
final class WatchCommand implements Callable<Integer> {
    private static final Backoff PATIENCE = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(15));
    /** How soon it is noticed that a watch has ended. */
    private static final long LOOK_MILLIS = 500;

    /** One attempt a request: this command has its own patience, without an end. */
    private static final int ATTEMPTS = 1;

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private ServerOption server;

    @Parameters(paramLabel = "DIR", description = "The directory.")
    private Path directory = Path.of("");

    @Option(names = "--project", paramLabel = "ID", description = "Whose files these are; else the directory's name.")
    private @Nullable String project;

    @Option(
            names = "--spool",
            paramLabel = "DIR",
            description = "Where changes wait; else a directory for this directory, project and server in"
                    + " $XDG_STATE_HOME/herald or ~/.local/state/herald, out of the way of git.")
    private @Nullable Path spoolDirectory;

    @Option(
            names = "--spool-max",
            paramLabel = "MIB",
            description = "How much may wait, in MiB (${DEFAULT-VALUE}); beyond it changes are found again later.")
    private int spoolMib = 64;

    @Override
    public Integer call() throws InterruptedException {
        Path root = directory.toAbsolutePath().normalize();
        if (!Files.isDirectory(root)) {
            throw CommandFailure.usage(List.of("DIR: " + Line.plain(root.toString()) + " is no directory"));
        }
        if (spoolMib < 1 || spoolMib > 1024 * 1024) {
            throw CommandFailure.usage(
                    List.of("--spool-max: " + spoolMib + " is not allowed: give 1 to 1,048,576 MiB"));
        }
        ProjectId id = projectId(root);
        ClientSettings settings = server.settings().withAttempts(ATTEMPTS, Backoff.DEFAULT);
        Path place = spoolDirectory == null
                ? SpoolPlace.of(System.getenv(), root, id, settings.server())
                : spoolDirectory.toAbsolutePath().normalize();
        OwnDirectory kept = opened(place);
        try (Spool spool = Spool.open(place, spoolMib * (1L << 20), this::say);
                HeraldClient client = new HeraldClient(settings)) {
            run(root, id, place, spool, client);
            return ExitCode.OK;
        } catch (SpoolInUseException others) {
            throw CommandFailure.failed("cannot use the spool " + shown(place) + ": " + others.getMessage());
        } catch (IOException refused) {
            kept.takeAway();
            throw CommandFailure.failed("cannot use the spool " + shown(place) + ": " + Trouble.of(refused)
                    + ": give another directory with --spool, or the right to write there");
        }
    }

    private static OwnDirectory opened(Path place) {
        try {
            return OwnDirectory.open(place, "--spool");
        } catch (StartException refused) {
            throw CommandFailure.failed(Line.plain(String.valueOf(refused.getMessage())));
        }
    }

    private static String shown(Path path) {
        return Line.plain(path.toString());
    }

    private void say(String what) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("herald: " + Line.plain(what));
        err.flush();
    }

    private void run(Path root, ProjectId id, Path place, Spool spool, HeraldClient client)
            throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        SpoolListener listener = new SpoolListener(spool, id, keys(), err);
        FileWatchSettings watched = FileWatchSettings.of(root, id.value()).without(never(root, place));
        CompletableFuture<Void> ended = new CompletableFuture<>();
        GitWatchSettings repository = GitWatchSettings.of(root, id, place.resolve("git"));
        Git git = Git.of(System.getenv());
        try (GitWatch commits = new GitWatch(repository, git, listener, listener, Clock.system());
                FileWatch watch = new FileWatch(watched, commits.listener(), Clock.system())) {
            // A signal ends the JVM: what has not settled yet goes into the spool before.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(watch, commits), "herald-stop"));
            commits.start().join();
            watch.start().join();
            err.println("herald: watching " + Line.plain(root.toString()) + " as project " + id + " for "
                    + server.address() + "; what waits is in " + Line.plain(place.toString()));
            err.flush();
            SpoolSender sender = new SpoolSender(
                    spool,
                    client::publish,
                    err,
                    PATIENCE,
                    () -> ThreadLocalRandom.current().nextLong(),
                    Thread::sleep);
            Thread.ofVirtual().name("herald-spool-sender").start(() -> send(sender, ended));
            awaitTheEnd(ended, watch, commits);
        } catch (ExecutionException broken) {
            if (broken.getCause() instanceof ServerException away) {
                throw ServerOption.ended("nothing is sent, and all is kept in " + shown(place) + ": ", away);
            }
            throw CommandFailure.failed("the spool " + shown(place) + " cannot be read any more, so nothing is sent: "
                    + Trouble.of(broken.getCause()) + ". Start it again when that is mended");
        }
    }

    /** Whatever ends it is told to who waits: a watch that sends nothing would look like one that works. */
    private static void send(SpoolSender sender, CompletableFuture<Void> ended) {
        try {
            sender.run();
            ended.complete(null);
        } catch (Throwable broken) {
            ended.completeExceptionally(broken);
        }
    }

    /** Until one of the threads without which this is no watch has ended. */
    private static void awaitTheEnd(CompletableFuture<Void> sending, FileWatch files, GitWatch commits)
            throws InterruptedException, ExecutionException {
        while (true) {
            try {
                sending.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                throw CommandFailure.failed("the spool was closed, so nothing is sent any more: start it again");
            } catch (TimeoutException goesOn) {
                if (!files.isRunning()) {
                    throw ended(files.status());
                }
                if (!commits.isRunning()) {
                    throw ended(commits.status());
                }
            }
        }
    }

    private static CommandFailure ended(Health.Status status) {
        return CommandFailure.failed(
                (status.detail().isEmpty() ? "the watch has ended" : Line.plain(status.detail())) + ": start it again");
    }

    /** The spool, and what this user's other watches and servers keep, where that lies below the directory. */
    private static Set<Path> never(Path root, Path place) {
        Path state = StateDirectory.of(System.getenv());
        return root.startsWith(state) ? Set.of(place) : Set.of(place, state);
    }

    /** Changes of files go through the watch of git, so that it is the last to close. */
    private static void stop(FileWatch files, GitWatch commits) {
        files.close();
        commits.close();
    }

    /** Unique over all runs: random once, then counted. */
    private static Supplier<String> keys() {
        String run = "watch-" + UUID.randomUUID();
        AtomicLong next = new AtomicLong();
        return () -> run + "-" + next.incrementAndGet();
    }

    private ProjectId projectId(Path root) {
        if (project == null) {
            return ProjectName.of(root)
                    .orElseThrow(() -> CommandFailure.usage(List.of(
                            Line.plain(root.toString()) + " has no name to call a project by: give --project")));
        }
        String named = project;
        return ProjectId.parse(named)
                .orElseThrow(() -> CommandFailure.usage(List.of("--project: \"" + Line.plain(named, 100)
                        + "\" is not allowed: give 1 to 128 of A-Z a-z 0-9 . _ -")));
    }
}
