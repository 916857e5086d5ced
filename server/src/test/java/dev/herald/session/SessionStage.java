package dev.herald.session;

import dev.herald.access.Authenticator;
import dev.herald.access.RateLimits;
import dev.herald.event.CustomType;
import dev.herald.event.Draft;
import dev.herald.event.Position;
import dev.herald.hub.Hub;
import dev.herald.hub.HubLimits;
import dev.herald.hub.Shard;
import dev.herald.journal.Drafts;
import dev.herald.journal.ReadAnswer;
import dev.herald.journal.memory.MemoryJournal;
import dev.herald.loop.ManualLoop;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** A journal and a hub with one loop, which run when the test says so. */
public final class SessionStage {
    public final ManualLoop loop = new ManualLoop();
    public final MemoryJournal journal = new MemoryJournal(loop);
    /** Reads at once, on the thread that asks, which is the loop's. */
    public final Hub hub = new Hub(
            journal,
            (after, wanted, budget, then) -> {
                then.accept(new ReadAnswer.Read<>(journal.read(after, wanted, budget)));
                return () -> {};
            },
            HubLimits.DEFAULTS,
            loop,
            new SimpleMeterRegistry());

    public final Shard shard = hub.open(loop);
    public final SessionRules rules;
    private long ids;

    public SessionStage(SessionSettings settings) {
        this(settings, RateLimits.OFF);
    }

    public SessionStage(SessionSettings settings, RateLimits limits) {
        this(settings, Authenticator.OPEN, limits);
    }

    public SessionStage(SessionSettings settings, Authenticator authenticator, RateLimits limits) {
        rules = new SessionRules(
                settings,
                loop,
                () -> new UUID(0, ++ids),
                () -> "{\"websocket_connections\":1}".getBytes(StandardCharsets.UTF_8),
                authenticator,
                limits);
    }

    /** Somebody on an open server. */
    public Caller caller() {
        return new Caller(rules, dev.herald.access.Grant.OPEN, "127.0.0.1");
    }

    /** Keeps the draft; what is at the tip hears it. */
    public Position append(Draft draft) {
        Position position = journal.append(List.of(draft)).getFirst().position();
        loop.run();
        return position;
    }

    public Position file(String name) {
        return append(Drafts.file(name));
    }

    /** An event that the project {@code demo} publishes under a name of its own. */
    public Position custom(String name) {
        return append(Drafts.of(new CustomType("custom." + name), "demo", ""));
    }
}
