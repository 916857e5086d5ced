package dev.herald.transport;

import dev.herald.loop.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of one loop, looked at in turn by one timer: none of them has a timer of its own. Runs on its loop. The
 * timer runs only while there are sessions.
 *
 * @param <S> what kind of session
 */
public final class Sweep<S extends Sweep.Member> {
    /** A session, as its loop's sweep sees it. It remembers its slot, so that leaving costs nothing. */
    public interface Member {
        /** Time has passed; may leave. */
        void onSweep();

        int slot();

        void slot(int slot);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final Loop loop;
    private final long everyMillis;
    private final List<S> members = new ArrayList<>();
    private Loop.@Nullable Timer timer;

    public Sweep(Loop loop, long everyMillis) {
        this.loop = loop;
        this.everyMillis = everyMillis;
    }

    public void onJoin(S member) {
        loop.check();
        member.slot(members.size());
        members.add(member);
        if (timer == null) {
            timer = loop.schedule(everyMillis, this::onSweep);
        }
    }

    public void onLeave(S member) {
        loop.check();
        int slot = member.slot();
        if (slot >= members.size() || members.get(slot) != member) {
            throw new IllegalStateException("a session left that was not there");
        }
        S last = members.removeLast();
        if (last != member) {
            members.set(slot, last);
            last.slot(slot);
        }
        if (members.isEmpty() && timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** Calls each; a session may leave when it is called, and one that fails costs those after it nothing. */
    public void onEach(Consumer<S> action) {
        loop.check();
        for (int slot = members.size() - 1; slot >= 0; slot--) {
            // One that was called may have taken others with it.
            if (slot < members.size()) {
                call(action, members.get(slot));
            }
        }
    }

    public int count() {
        loop.check();
        return members.size();
    }

    private void call(Consumer<S> action, S member) {
        try {
            action.accept(member);
        } catch (RuntimeException | Error defect) {
            LOG.error("a defect: a session failed when its time was looked at; the others go on", defect);
        }
    }

    private void onSweep() {
        timer = loop.schedule(everyMillis, this::onSweep);
        onEach(Member::onSweep);
    }
}
