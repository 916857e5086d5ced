package dev.herald.server;

import java.util.ArrayList;
import java.util.List;

/** Rules between settings, each of which is allowed by itself. */
final class Together {
    private Together() {}

    /** What does not go together, one line each; empty when all does. */
    static List<String> problems(Settings settings) {
        List<String> problems = new ArrayList<>();
        Settings.Sessions sessions = settings.sessions();
        Settings.Intake intake = settings.intake();
        if (sessions.idleMillisMax() <= sessions.heartbeatMillis()) {
            problems.add("idle: " + sessions.idleMillisMax() + " ms must be longer than heartbeat, "
                    + sessions.heartbeatMillis() + " ms, or every session is closed before it is asked");
        }
        if (intake.queueBytesMax() < intake.batchBytesMax()) {
            problems.add("intake-bytes: " + intake.queueBytesMax() + " must be at least batch-bytes, "
                    + intake.batchBytesMax() + ", or the largest batch never fits");
        }
        if (settings.files().settleMillisMax() < settings.files().quietMillis()) {
            problems.add("settle: " + settings.files().settleMillisMax() + " ms must be at least quiet, "
                    + settings.files().quietMillis() + " ms");
        }
        return problems;
    }
}
