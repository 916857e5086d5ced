package dev.herald.app;

import dev.herald.client.ClientSettings;
import dev.herald.client.HeraldClient;
import dev.herald.client.ServerException;
import dev.herald.loop.Clock;
import dev.herald.server.HeraldServer;
import dev.herald.server.LoadedSettings;
import dev.herald.server.Settings;
import dev.herald.server.SettingsLoader;
import dev.herald.server.StartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code herald demo}. */
@Command(
        name = "demo",
        description = {
            "Shows Herald at work: tells six weeks of three sample projects to a server of its own, and goes on. What it"
                    + " keeps is thrown away at the end.",
            ""
        },
        footer = {"", "Exit status: 0 stopped by Ctrl-C, 1 could not start, 2 called wrongly."})
final class DemoCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8000",
            description = "Port to listen on; 0 takes a free one. Default: 8000.")
    private int port;

    @Option(names = "--still", description = "Tell what is past and then nothing more, for a picture.")
    private boolean isStill;

    @Override
    public void run() {
        if (port < 0 || port > 65_535) {
            throw CommandFailure.usage(List.of("--port: \"" + port + "\" is not allowed: give 0 to 65535"));
        }
        Path data = temporary();
        DemoStory story = DemoStory.endingAt(Instant.now(), ZoneId.systemDefault());
        DemoClock clock = new DemoClock(Clock.system(), story.past().getFirst().atMillis());
        HeraldServer server = start(settings(data), clock, data);
        Thread telling = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, telling, data), "herald-stop"));
        String url = "http://127.0.0.1:" + server.address().getPort() + "/";
        try (HeraldClient client = new HeraldClient(ClientSettings.of(URI.create(url)))) {
            DemoTelling teller = new DemoTelling(client, clock);
            tell(teller, story);
            say(url, data);
            if (isStill) {
                new CountDownLatch(1).await();
            }
            teller.live(story.live());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(DemoTelling teller, DemoStory story) throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        boolean isShown = Terminal.current().isInteractive();
        try {
            teller.past(story.past(), percent -> {
                if (isShown) {
                    err.print("\r\u001b[Kherald: tells six weeks of three projects: " + percent + " %");
                    err.flush();
                }
            });
        } catch (ServerException away) {
            throw CommandFailure.failed("the server of the demo does not answer: " + away.getMessage());
        }
        if (isShown) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }

    private void say(String url, Path data) {
        PrintWriter out = spec.commandLine().getOut();
        List.of(
                        "Herald " + Build.current().version() + " is at " + url + ", with three sample projects",
                        "  orchard-shop  goes well",
                        "  orchard-app   needs somebody: look at why",
                        "  billing-api   is calm",
                        isStill
                                ? "  nothing more happens (--still)"
                                : "  people and agents go on working while you look",
                        "  data in       " + data + " until it is stopped",
                        "  stop          Ctrl-C")
                .forEach(out::println);
        out.flush();
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("herald-demo-");
        } catch (IOException e) {
            throw CommandFailure.failed("no temporary directory could be made: " + e.getMessage());
        }
    }

    private Settings settings(Path data) {
        Map<String, List<String>> flags = Map.of(
                "data", List.of(data.toString()),
                "port", List.of(String.valueOf(port)),
                "journal-age", List.of("unlimited"),
                "log-level", List.of("error"));
        return switch (new SettingsLoader(Map.of(), data).load(flags, null)) {
            case LoadedSettings.Refused refused -> throw CommandFailure.usage(refused.problems());
            case LoadedSettings.Ready ready -> ready.settings();
        };
    }

    private static HeraldServer start(Settings settings, DemoClock clock, Path data) {
        try {
            return HeraldServer.start(settings, clock);
        } catch (StartException refused) {
            delete(data);
            throw CommandFailure.failed(String.valueOf(refused.getMessage()));
        }
    }

    /** Runs as the JVM's last act: the server has let go of its files when they are deleted. */
    private static void stop(HeraldServer server, Thread telling, Path data) {
        telling.interrupt();
        server.close();
        delete(data);
        Runtime.getRuntime().halt(ExitCode.OK);
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("herald: " + directory + " could not be deleted: " + e.getMessage());
        }
    }
}
