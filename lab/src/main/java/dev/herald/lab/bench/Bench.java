package dev.herald.lab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./herald bench}: runs the scenarios and prints one line for each figure. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures a server in a process of its own, beside a baseline in the same run.")
public final class Bench implements Callable<Integer> {
    private static final int ROUNDS = 3;

    private enum Scenario {
        FANOUT,
        RATE,
        IDLE,
        PUBLISH,
        CATCHUP,
        STALLED,
        START,
        TOKENS
    }

    @Parameters(description = "What to measure: ${COMPLETION-CANDIDATES}; all of them by default.")
    private List<Scenario> scenarios = List.of(Scenario.values());

    @Option(names = "--clients", defaultValue = "1000", description = "Clients (${DEFAULT-VALUE}).")
    private int clients;

    @Option(names = "--idle-clients", defaultValue = "10000", description = "Clients for IDLE (${DEFAULT-VALUE}).")
    private int idleClients;

    @Option(names = "--seconds", defaultValue = "10", description = "Measured for each round (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--batch", defaultValue = "64", description = "Events a publish request (${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--in-flight", defaultValue = "256", description = "Events not yet delivered (${DEFAULT-VALUE}).")
    private int inFlight;

    @Option(names = "--rate", defaultValue = "100", description = "Events a second for RATE (${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--text", defaultValue = "200", description = "Bytes of text in an event (${DEFAULT-VALUE}).")
    private int textBytes;

    @Option(names = "--sse", description = "Server-Sent Events instead of WebSocket; without a baseline.")
    private boolean isSse;

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        for (Scenario scenario : scenarios) {
            System.out.println("== " + scenario.name().toLowerCase(Locale.ROOT));
            switch (scenario) {
                case FANOUT -> beside((target, load) -> Fanout.fullSpeed(target, load, batch, inFlight));
                case RATE -> beside((target, load) -> Fanout.atRate(target, load, rate));
                case IDLE -> idle();
                case PUBLISH -> publish();
                case CATCHUP -> alone(target -> Standing.catchUp(target, 10_000, ROUNDS + 2));
                case STALLED -> alone(target -> Standing.stalled(target, seconds));
                case START -> start();
                case TOKENS -> Tokens.measure().forEach(System.out::println);
            }
        }
        return 0;
    }

    private interface Measure {
        Fanout.Result of(Target target, Fanout.Load load);
    }

    private interface Report {
        String of(Target target);
    }

    /** The baseline and Herald in turn, so that both see the same machine. */
    private void beside(Measure measure) throws IOException {
        Fanout.Load load = new Fanout.Load(clients, isSse, textBytes, seconds);
        Path data = Files.createTempDirectory("herald-bench");
        try (Target herald = Target.herald(data);
                Target baseline = Target.baseline()) {
            for (int round = 0; round < ROUNDS; round++) {
                Fanout.Result least = isSse ? null : measure.of(baseline, load);
                Fanout.Result ours = measure.of(herald, load);
                if (least != null) {
                    System.out.println(least);
                }
                System.out.println(ours);
                if (least != null) {
                    System.out.printf(Locale.ROOT, "ratio     %.2f%n", ours.cpuMicros() / least.cpuMicros());
                }
            }
        }
    }

    private void alone(Report report) throws IOException {
        try (Target herald = Target.herald(Files.createTempDirectory("herald-bench"))) {
            System.out.println(report.of(herald));
        }
    }

    private void idle() throws IOException {
        try (Target baseline = Target.baseline()) {
            System.out.println(Standing.idle(baseline, idleClients));
        }
        try (Target herald =
                Target.herald(Files.createTempDirectory("herald-bench"), "--max-connections", "" + idleClients * 2)) {
            System.out.println(Standing.idle(herald, idleClients));
        }
    }

    private void publish() throws IOException {
        try (Target herald = Target.herald(Files.createTempDirectory("herald-bench"))) {
            System.out.println("NDJSON batches of 1,000: " + Publishing.batches(herald, 4, 1_000, 300, seconds));
            System.out.println("singles, 64 connections: " + Publishing.singles(herald, 64, 300, seconds));
        }
    }

    private void start() throws IOException {
        StringBuilder report = new StringBuilder("from ./herald serve to the first answer, ms:");
        for (int round = 0; round < ROUNDS + 2; round++) {
            report.append(' ').append(Startup.millis(Files.createTempDirectory("herald-bench")));
        }
        System.out.println(report);
    }
}
