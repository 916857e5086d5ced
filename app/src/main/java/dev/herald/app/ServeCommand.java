package dev.herald.app;

import dev.herald.server.HeraldServer;
import dev.herald.server.LoadedSettings;
import dev.herald.server.Settings;
import dev.herald.server.SettingsLoader;
import dev.herald.server.SettingsTable;
import dev.herald.server.StartException;
import dev.herald.setting.Setting;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code herald serve}: its options are the settings' table. */
@Command(
        name = "serve",
        sortOptions = false,
        customSynopsis = "herald serve [--watch DIR]... [--port PORT] [--data DIR] [other settings]",
        description = {
            "Starts a server and runs until Ctrl-C or SIGTERM.",
            "Each option is also a HERALD_… variable (HERALD_PORT) and a line of herald.yaml (port: 8000).",
            ""
        },
        footer = {"", "Exit status: 0 stopped cleanly, 1 could not start or stop, 2 a setting is wrong."})
final class ServeCommand implements Runnable {
    /** What a stop may take: the server's own limits add up to less. */
    private static final Duration STOP_MAX = Duration.ofSeconds(10);

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Read this file of settings; else herald.yaml in the working directory if there is one.")
    private @Nullable Path config;

    /** The command with an option for each setting. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new ServeCommand());
        for (Setting<?> setting : SettingsTable.all()) {
            line.getCommandSpec().addOption(option(setting));
        }
        return line;
    }

    private static OptionSpec option(Setting<?> setting) {
        String standard = setting.standard() == null ? "" : " Default: " + setting.standard() + ".";
        String allowed = setting.allowed().replace("`", "");
        OptionSpec.Builder option = OptionSpec.builder(setting.flag());
        if (setting.isSwitch()) {
            option.arity("0..1").fallbackValue("on");
        } else {
            option.arity("1");
        }
        return option.type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("VALUE")
                .description(escaped(setting.description().replace("`", "") + standard), escaped("(" + allowed + ")"))
                .build();
    }

    private static String escaped(String text) {
        return text.replace("%", "%%");
    }

    @Override
    public void run() {
        Settings settings = settings(System.getenv(), Path.of(""));
        HeraldServer server = start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "herald-stop"));
        tell(new Banner(settings, server.address()));
        untilStopped();
    }

    /** A server serves also where nobody reads what it says about itself. */
    private void tell(Banner banner) {
        try {
            banner.lines().forEach(line -> spec.commandLine().getOut().println(line));
        } catch (UncheckedIOException unread) {
            LoggerFactory.getLogger("output").info("{}", unread.getMessage());
        }
    }

    private static HeraldServer start(Settings settings) {
        try {
            return HeraldServer.start(settings);
        } catch (StartException refused) {
            throw CommandFailure.failed(String.valueOf(refused.getMessage()));
        }
    }

    /** Only a signal ends a server, and then the JVM halts in {@link #stop}. */
    private static void untilStopped() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Runs as the JVM's last act. Being stopped is how a server's life ends well: the status is 0, not the signal's,
     * which service managers take for a failure.
     */
    private void stop(HeraldServer server) {
        Thread closing = Thread.ofPlatform().name("herald-close").daemon().start(server::close);
        try {
            if (closing.join(STOP_MAX)) {
                Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
            }
        } catch (InterruptedException nobodyInterruptsAHook) {
            Thread.currentThread().interrupt();
        }
        spec.commandLine().getErr().println("herald: did not stop within " + STOP_MAX.toSeconds() + " s: ends now");
        Runtime.getRuntime().halt(CommandLine.ExitCode.SOFTWARE);
    }

    private Settings settings(Map<String, String> environment, Path directory) {
        Map<String, List<String>> flags = new HashMap<>();
        for (Setting<?> setting : SettingsTable.all()) {
            List<String> values = spec.commandLine().getParseResult().matchedOptionValue(setting.flag(), List.of());
            flags.put(setting.name(), values);
        }
        return switch (new SettingsLoader(environment, directory).load(flags, config)) {
            case LoadedSettings.Refused refused -> throw CommandFailure.usage(refused.problems());
            case LoadedSettings.Ready ready -> {
                Logs.apply(ready.settings().log());
                ready.notes()
                        .forEach(note -> LoggerFactory.getLogger("settings").warn(note));
                yield ready.settings();
            }
        };
    }
}
