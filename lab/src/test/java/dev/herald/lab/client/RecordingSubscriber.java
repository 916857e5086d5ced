package dev.herald.lab.client;

import dev.herald.client.ConnectionState;
import dev.herald.client.ReceivedEvent;
import dev.herald.client.Subscriber;
import dev.herald.event.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Remembers what it hears. Any thread. */
final class RecordingSubscriber implements Subscriber {
    private final List<Position> heard = new ArrayList<>();
    private final List<ConnectionState> states = new ArrayList<>();
    private int gaps;

    @Override
    public synchronized void onEvent(ReceivedEvent event) {
        event.position().ifPresent(heard::add);
        notifyAll();
    }

    @Override
    public synchronized void onGap(Position requested, Position oldestAvailable) {
        gaps++;
        notifyAll();
    }

    @Override
    public synchronized void onState(ConnectionState state) {
        states.add(state);
        notifyAll();
    }

    synchronized List<Position> heard() {
        return List.copyOf(heard);
    }

    synchronized int gaps() {
        return gaps;
    }

    /** How often it was subscribed over this transport. */
    synchronized long subscribed(ConnectionState.Transport transport) {
        return states.stream()
                .filter(new ConnectionState.Subscribed(transport)::equals)
                .count();
    }

    synchronized List<ConnectionState> states() {
        return List.copyOf(states);
    }

    /** Waits until the condition holds; fails after the time. */
    synchronized void await(Duration max, String what, Predicate<RecordingSubscriber> condition)
            throws InterruptedException {
        long deadline = System.nanoTime() + max.toNanos();
        while (!condition.test(this)) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("not within " + max + ": " + what + "; heard " + heard.size() + ", " + states);
            }
            wait(left);
        }
    }
}
