package dev.herald.lab.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** Durable publishing over HTTP, without subscribers. */
final class Publishing {
    private Publishing() {}

    /** @param cpuMicros of the server for each event */
    record Result(double eventsPerSecond, double cpuMicros) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%,.0f events/s  %.2f µs CPU an event", eventsPerSecond, cpuMicros);
        }
    }

    static Result batches(Target target, int connections, int batch, int eventBytes, int seconds) {
        byte[] line = event(eventBytes);
        ByteArrayOutputStream body = new ByteArrayOutputStream(line.length * batch);
        for (int i = 0; i < batch; i++) {
            body.writeBytes(line);
        }
        return run(target, connections, "application/x-ndjson", body.toByteArray(), batch, 200, seconds);
    }

    /** Updates of as many tasks as a batch has events: of each the journal remembers the last. */
    static Result tasks(Target target, int connections, int batch, int eventBytes, int seconds) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(eventBytes * batch);
        for (int i = 0; i < batch; i++) {
            body.writeBytes(task("T-" + i, eventBytes));
        }
        return run(target, connections, "application/x-ndjson", body.toByteArray(), batch, 200, seconds);
    }

    static Result singles(Target target, int connections, int eventBytes, int seconds) {
        return run(target, connections, "application/json", event(eventBytes), 1, 201, seconds);
    }

    private static Result run(
            Target target, int connections, String type, byte[] body, int events, int expected, int seconds) {
        LongAdder accepted = new LongAdder();
        long warm = System.nanoTime() + seconds * 1_000_000_000L / 3;
        long end = warm + seconds * 1_000_000_000L;
        List<Thread> publishers = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            publishers.add(Thread.ofPlatform().start(() -> {
                try (RawHttp http = new RawHttp(target.port())) {
                    while (System.nanoTime() < end) {
                        int status = http.post("/api/v1/events", type, body);
                        if (status != expected) {
                            throw new IllegalStateException("publishing was answered " + status);
                        }
                        accepted.add(events);
                    }
                }
            }));
        }
        while (System.nanoTime() < warm) {
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
        long before = accepted.sum();
        long cpu = target.cpuMicros();
        long begin = System.nanoTime();
        join(publishers);
        double kept = accepted.sum() - before;
        return new Result(kept / ((System.nanoTime() - begin) / 1e9), (target.cpuMicros() - cpu) / kept);
    }

    private static void join(List<Thread> threads) {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** An event as it is sent, of so many bytes with its newline. */
    private static byte[] event(int bytes) {
        return filled(
                "{\"type\":\"file_change\",\"project_id\":\"bench\",\"source\":\"bench\",\"data\":{\"file_path\":"
                        + "\"src/main/java/dev/herald/bench/Example.java\",\"change_type\":\"modified\",\"note\":\"",
                bytes);
    }

    private static byte[] task(String id, int bytes) {
        return filled(
                "{\"type\":\"task_update\",\"project_id\":\"bench\",\"source\":\"bench\",\"data\":{\"task_id\":\"" + id
                        + "\",\"action\":\"updated\",\"status\":\"in_progress\",\"note\":\"",
                bytes);
    }

    private static byte[] filled(String head, int bytes) {
        String text = head + "x".repeat(Math.max(0, bytes - head.length() - 4)) + "\"}}\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
