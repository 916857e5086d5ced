package dev.herald.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A loop that runs when the test says so, on the test's thread, with a clock that the test holds. */
public final class ManualLoop implements Loop, Clock {
    private final ArrayDeque<Runnable> posted = new ArrayDeque<>();
    private final List<Scheduled> scheduled = new ArrayList<>();
    private long millis = 1_763_635_200_000L;
    private boolean inside = true;

    @Override
    public synchronized void post(Runnable task) {
        posted.add(task);
    }

    @Override
    public synchronized Timer schedule(long delayMillis, Runnable task) {
        Scheduled entry = new Scheduled(millis + delayMillis, task);
        scheduled.add(entry);
        return () -> {
            synchronized (this) {
                scheduled.remove(entry);
            }
        };
    }

    @Override
    public boolean isInside() {
        return inside;
    }

    /** What the loop answers when asked whether the caller is inside. */
    public void pretendInside(boolean answer) {
        inside = answer;
    }

    /** Runs what was posted, and what that posts, until nothing is left. */
    public void run() {
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
        }
    }

    /** Lets time pass, running what falls due on the way, then what was posted. */
    public void advance(long byMillis) {
        long until = millis + byMillis;
        for (Scheduled due = due(until); due != null; due = due(until)) {
            millis = Math.max(millis, due.atMillis);
            due.task.run();
            run();
        }
        millis = until;
        run();
    }

    @Override
    public long epochMillis() {
        return millis;
    }

    @Override
    public long nanos() {
        return millis * 1_000_000;
    }

    private synchronized Runnable next() {
        return posted.poll();
    }

    private synchronized Scheduled due(long until) {
        Scheduled first = scheduled.stream()
                .filter(entry -> entry.atMillis <= until)
                .min(Comparator.comparingLong(Scheduled::atMillis))
                .orElse(null);
        scheduled.remove(first);
        return first;
    }

    private record Scheduled(long atMillis, Runnable task) {}
}
