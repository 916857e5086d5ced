package dev.herald.lab.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What a client heard, in order, and whether it is over. Any thread. */
final class Talk {
    private static final long WAIT_SECONDS_MAX = 20;

    private final List<String> heard = new ArrayList<>();
    private boolean isOver;

    synchronized void hear(String message) {
        heard.add(message);
        notifyAll();
    }

    synchronized void end() {
        isOver = true;
        notifyAll();
    }

    /** The first message from there on that contains all of the words. */
    synchronized String await(int from, String... words) throws InterruptedException {
        Predicate<String> hasAll = message -> List.of(words).stream().allMatch(message::contains);
        return await(
                () -> heard.stream().skip(from).filter(hasAll).findFirst().orElse(null),
                List.of(words) + " was not heard");
    }

    String await(String... words) throws InterruptedException {
        return await(0, words);
    }

    synchronized void awaitEnd() throws InterruptedException {
        await(() -> isOver ? "over" : null, "it did not end");
    }

    synchronized List<String> all() {
        return List.copyOf(heard);
    }

    synchronized int count() {
        return heard.size();
    }

    private <T> T await(java.util.function.Supplier<@org.jspecify.annotations.Nullable T> look, String failure)
            throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
        for (T found = look.get(); ; found = look.get()) {
            if (found != null) {
                return found;
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError(failure + "; heard " + heard);
            }
            wait(left);
        }
    }
}
