package dev.herald.app;

import dev.herald.client.Backoff;
import dev.herald.client.ClientSettings;
import dev.herald.client.HeraldClient;
import dev.herald.event.ProjectId;
import dev.herald.git.Git;
import dev.herald.loop.Clock;
import dev.herald.server.ProjectName;
import dev.herald.server.StateDirectory;
import dev.herald.source.files.FileWatch;
import dev.herald.source.files.FileWatchSettings;
import dev.herald.source.git.GitWatch;
import dev.herald.source.git.GitWatchSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
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
            "Exit status: 1 the spool or the directory cannot be used, 2 called wrongly, 130 or 143 ended by a signal."
        })
final class WatchCommand implements Callable<Integer> {
    private static final Backoff PATIENCE = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(15));
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
        try (Spool spool = Spool.open(place, spoolMib * (1L << 20));
                HeraldClient client = new HeraldClient(settings)) {
            run(root, id, place, spool, client);
            return ExitCode.OK;
        } catch (IOException refused) {
            throw CommandFailure.failed("cannot use the spool " + place + ": " + refused.getMessage());
        }
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
                    spool, client::publish, err, PATIENCE, ThreadLocalRandom.current()::nextLong, Thread::sleep);
            Thread sending = Thread.ofVirtual().name("herald-spool-sender").start(() -> {
                try {
                    sender.run();
                    ended.complete(null);
                } catch (IOException broken) {
                    ended.completeExceptionally(new UncheckedIOException(broken));
                }
            });
            ended.join();
            sending.join();
        } catch (CompletionException broken) {
            throw CommandFailure.failed("the spool " + place + " cannot be read: "
                    + Line.plain(String.valueOf(broken.getCause().getMessage())));
        }
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
        return ProjectId.parse(project)
                .orElseThrow(() -> CommandFailure.usage(List.of("--project: \"" + Line.plain(project, 100)
                        + "\" is not allowed: give 1 to 128 of A-Z a-z 0-9 . _ -")));
    }
}
