package dev.herald.server;

import dev.herald.api.events.PublishLimits;
import dev.herald.effect.autocommit.CommitPace;
import dev.herald.intake.IntakeLimits;
import dev.herald.session.SessionSettings;
import dev.herald.setting.Values;
import dev.herald.source.files.FileWatchSettings;
import java.util.ArrayList;
import java.util.List;

/** Rules between settings, each of which is allowed by itself. */
final class Together {
    private Together() {}

    /** What does not go together, one line each; empty when all does. */
    static List<String> problems(Settings settings) {
        List<String> problems = new ArrayList<>();
        SessionSettings sessions = settings.sessions();
        Values values = settings.values();
        long waitingBytes = values.take(IntakeLimits.BYTES);
        int batchBytes = PublishLimits.of(values).bytesMax();
        long quietMillis = values.take(FileWatchSettings.QUIET);
        long settleMillis = values.take(FileWatchSettings.SETTLE);
        if (sessions.idleMillis() <= sessions.heartbeatMillis()) {
            problems.add("idle: " + sessions.idleMillis() + " ms must be longer than heartbeat, "
                    + sessions.heartbeatMillis() + " ms, or every session is closed before it is asked");
        }
        if (waitingBytes < batchBytes) {
            problems.add("intake-bytes: " + waitingBytes + " must be at least batch-bytes, " + batchBytes
                    + ", or the largest batch never fits");
        }
        if (settleMillis < quietMillis) {
            problems.add("settle: " + settleMillis + " ms must be at least quiet, " + quietMillis + " ms");
        }
        CommitPace.contradiction(settings.values()).ifPresent(problems::add);
        for (Settings.Watch watch : settings.files().watches()) {
            if (watch.directory().startsWith(settings.data())) {
                problems.add("data: " + settings.data() + " holds the watched directory " + watch.directory()
                        + ", and what is in the data directory is never watched: give another one for the data");
            }
        }
        if (settings.access().key() == null) {
            open(settings, problems);
        }
        return problems;
    }

    /** Without a key everybody who reaches the port may do everything: so only this machine, and no foreign page. */
    private static void open(Settings settings, List<String> problems) {
        if (!settings.net().address().isLoopbackAddress()) {
            problems.add("host: " + settings.net().host()
                    + " can be reached from other machines, and without a key for tokens whoever reaches it may read and"
                    + " publish everything: set HERALD_JWT_SECRET (at least 32 bytes), HERALD_JWT_PUBLIC_KEY or"
                    + " HERALD_JWKS_URL, or listen on 127.0.0.1");
        }
        if (settings.net().allowedOrigins().contains("*")) {
            problems.add("cors-origins: * needs a key for tokens (HERALD_JWT_SECRET, for one), or any page in your"
                    + " browser could read and publish");
        }
    }
}
