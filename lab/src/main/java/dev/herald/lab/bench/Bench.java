package dev.herald.lab.bench;

import java.io.IOException;
import java.nio.file.Files;
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
    /** They are short. */
    private static final int SNAPSHOTS = 15;

    private enum Scenario {
        FANOUT,
        RATE,
        IDLE,
        PUBLISH,
        CATCHUP,
        STALLED,
        START,
        TOKENS,
        SOCKETIO,
        POLLING,
        AUDIENCES,
        SNAPSHOT,
        REPOSITORY,
        FOLD,
        RUNNER
    }

    @Parameters(description = "What to measure: ${COMPLETION-CANDIDATES}; all of them by default.")
    private List<Scenario> scenarios = List.of(Scenario.values());

    @Option(names = "--clients", defaultValue = "1000", description = "Clients (${DEFAULT-VALUE}).")
    private int clients;

    @Option(names = "--idle-clients", defaultValue = "10000", description = "Clients for IDLE (${DEFAULT-VALUE}).")
    private int idleClients;

    @Option(names = "--polling-clients", defaultValue = "500", description = "Clients for POLLING (${DEFAULT-VALUE}).")
    private int pollingClients;

    @Option(names = "--rounds", defaultValue = "" + ROUNDS, description = "Each measured so often (${DEFAULT-VALUE}).")
    private int rounds;

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

    @Option(
            names = "--files",
            defaultValue = "30000",
            description = "Files for SNAPSHOT and REPOSITORY (${DEFAULT-VALUE}).")
    private int files;

    @Option(names = "--tasks", defaultValue = "10000", description = "Tasks for FOLD (${DEFAULT-VALUE}).")
    private int tasks;

    @Option(names = "--no-node", description = "SOCKETIO without the server from npm.")
    private boolean isWithoutNode;

    @Option(names = "--sse", description = "Server-Sent Events instead of WebSocket; without a baseline.")
    private boolean isSse;

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        for (Scenario scenario : scenarios) {
            System.out.println("== " + scenario.name().toLowerCase(Locale.ROOT));
            switch (scenario) {
                case FANOUT -> beside((target, load) -> Fanout.fullSpeed(target, load, batch, inFlight));
                case RATE -> beside((target, load) -> Fanout.atRate(target, load, rate));
                case IDLE -> idle();
                case PUBLISH -> publish();
                case CATCHUP -> alone(target -> Standing.catchUp(target, 10_000, rounds + 2));
                case STALLED -> alone(target -> Standing.stalled(target, seconds));
                case START -> start();
                case TOKENS -> Tokens.measure().forEach(System.out::println);
                case SOCKETIO -> socketIo();
                case POLLING -> polling();
                case AUDIENCES -> audiences();
                case SNAPSHOT -> System.out.println(Snapshots.measure(files, Math.max(rounds, SNAPSHOTS)));
                case FOLD -> FoldSpeed.measure(tasks, rounds).forEach(System.out::println);
                case RUNNER -> RunnerSpeed.measure(rounds).forEach(System.out::println);
                case REPOSITORY -> System.out.println(Watching.repository(files, 10, seconds));
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
    private void beside(Measure measure) {
        Fanout.Load load = load(isSse ? Protocol.SSE : Protocol.WEBSOCKET);
        try (Target herald = Target.herald();
                Target baseline = Target.baseline()) {
            for (int round = 0; round < rounds; round++) {
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

    private Fanout.Load load(Protocol protocol) {
        return new Fanout.Load(clients, protocol, textBytes, seconds);
    }

    private Fanout.Pace pace() {
        return new Fanout.Pace(batch, inFlight, seconds);
    }

    /** The plain dialect, Socket.IO and its own server in turn; who of the first two begins, too. */
    private void socketIo() {
        try (Target herald = Target.herald();
                Target node = isWithoutNode ? herald : Target.node()) {
            for (int round = 0; round < rounds; round++) {
                boolean isPlainFirst = round % 2 == 0;
                Fanout.Result first = fullSpeed(herald, isPlainFirst ? Protocol.WEBSOCKET : Protocol.SOCKETIO);
                Fanout.Result second = fullSpeed(herald, isPlainFirst ? Protocol.SOCKETIO : Protocol.WEBSOCKET);
                double plain = (isPlainFirst ? first : second).cpuMicros();
                double ours = (isPlainFirst ? second : first).cpuMicros();
                System.out.println(first);
                System.out.println(second);
                System.out.printf(Locale.ROOT, "ratio     %.2f to the plain dialect%n", ours / plain);
                if (!isWithoutNode) {
                    Fanout.Result theirs = fullSpeed(node, Protocol.SOCKETIO);
                    System.out.println(theirs);
                    System.out.printf(Locale.ROOT, "ratio     1 to %.1f of Node%n", theirs.cpuMicros() / ours);
                }
            }
        }
    }

    private Fanout.Result fullSpeed(Target target, Protocol protocol) {
        return Fanout.fullSpeed(target, load(protocol), batch, inFlight);
    }

    private void polling() {
        for (int round = 0; round < rounds; round++) {
            alone(herald -> Pollers.measure(herald, pollingClients, pace(), textBytes));
        }
    }

    private void audiences() {
        try (Target herald = Target.herald()) {
            Fanout.Load load = load(Protocol.SOCKETIO);
            for (int round = 0; round < rounds; round++) {
                for (int per : new int[] {batch, 1}) {
                    System.out.println("no client, " + Audiences.forNobody(herald, load, per));
                }
                System.out.println(Audiences.measure(herald, false, load, pace()));
                System.out.println(Audiences.measure(herald, true, load, pace()));
            }
        }
    }

    private void alone(Report report) {
        try (Target herald = Target.herald()) {
            System.out.println(report.of(herald));
        }
    }

    private void idle() {
        try (Target baseline = Target.baseline()) {
            System.out.println(Standing.idle(baseline, idleClients));
        }
        try (Target herald = Target.herald("--max-connections", "" + idleClients * 2)) {
            System.out.println(Standing.idle(herald, idleClients));
        }
    }

    private void publish() {
        try (Target herald = Target.herald()) {
            System.out.println("NDJSON batches of 1,000: " + Publishing.batches(herald, 4, 1_000, 300, seconds));
            System.out.println("singles, 64 connections: " + Publishing.singles(herald, 64, 300, seconds));
        }
        // On a server of its own: to fold tasks takes the server time, too, and it goes on behind the publishers.
        try (Target herald = Target.herald()) {
            System.out.println("tasks, NDJSON batches of 1,000: " + Publishing.tasks(herald, 4, 1_000, 300, seconds));
        }
    }

    private void start() throws IOException {
        StringBuilder report = new StringBuilder("from ./herald serve to the first answer, ms:");
        for (int round = 0; round < rounds + 2; round++) {
            report.append(' ').append(Startup.millis(Files.createTempDirectory("herald-bench")));
        }
        System.out.println(report);
    }
}
