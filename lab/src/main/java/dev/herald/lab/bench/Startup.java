package dev.herald.lab.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** From the shell's command to the first request that is answered. */
final class Startup {
    private static final long NANOS_MAX = TimeUnit.SECONDS.toNanos(60);

    private Startup() {}

    static long millis(Path data) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String program = System.getProperty("herald.program", "./herald");
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(
                        program, "serve", "--port", String.valueOf(port), "--data", data.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            while (!isAnswering(port)) {
                if (System.nanoTime() - begin > NANOS_MAX || !process.isAlive()) {
                    throw new IllegalStateException(program + " serve did not answer");
                }
                LockSupport.parkNanos(5_000_000);
            }
            return (System.nanoTime() - begin) / 1_000_000;
        } finally {
            process.destroy();
        }
    }

    private static boolean isAnswering(int port) {
        try (RawHttp http = new RawHttp(port)) {
            byte[] event = "{\"type\":\"custom.start\"}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            return http.post("/api/v1/events", "application/json", event) == 201;
        } catch (java.io.UncheckedIOException notYet) {
            return false;
        }
    }
}
