package dev.herald.access;

import dev.herald.loop.Clock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key set of another server, kept and renewed. Any thread; never blocks: fetching has a virtual thread of its own.
 *
 * <p>Ages, from the last answer that held: up to {@code renewMillis} the keys are taken as they are; after that they are
 * still taken, and whoever asks starts a fetch in passing; after {@code staleMillisMax} they are no more, and who asks
 * waits for a fetch. A fetch is started at most every {@code intervalMillisMin}, and there is one at a time, whoever and
 * however many ask: names of keys that nobody knows cannot make the server ask more often.
 */
final class PublishedKeys implements KeySource {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedKeys.class);

    /**
     * @param intervalMillisMin between two fetches
     * @param renewMillis the age at which keys are fetched anew
     * @param staleMillisMax the age beyond which keys are not used
     * @param fetchMillisMax for one whole fetch
     * @param bytesMax of an answer
     * @param keysMax in an answer
     */
    record Limits(
            long intervalMillisMin,
            long renewMillis,
            long staleMillisMax,
            long fetchMillisMax,
            int bytesMax,
            int keysMax) {
        static final Limits DEFAULT = new Limits(10_000, 300_000, 3_600_000, 5_000, 256 * 1024, 32);
    }

    /** What is known: the keys of the last answer that held, when that was, and whether the newest fetch held. */
    private record State(@Nullable KeySet keys, long fetchedNanos, boolean isReachable) {}

    private final URI address;
    private final Limits limits;
    private final Clock clock;
    private final HttpClient client;
    private final AtomicReference<@Nullable CompletableFuture<Answer>> running = new AtomicReference<>();
    private volatile State state = new State(null, 0, false);
    private volatile long startedNanos;

    PublishedKeys(URI address, Limits limits, Clock clock) {
        this.address = address;
        this.limits = limits;
        this.clock = clock;
        this.startedNanos = clock.nanos() - limits.intervalMillisMin * 1_000_000;
        this.client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(java.time.Duration.ofMillis(limits.fetchMillisMax))
                .build();
    }

    @Override
    public boolean isChanging() {
        return true;
    }

    @Override
    public @Nullable KeySet current() {
        State now = state;
        if (now.keys == null) {
            return null;
        }
        long age = (clock.nanos() - now.fetchedNanos) / 1_000_000;
        if (age >= limits.renewMillis) {
            refreshed();
        }
        return age > limits.staleMillisMax ? null : now.keys;
    }

    @Override
    public CompletableFuture<Answer> refreshed() {
        CompletableFuture<Answer> mine = new CompletableFuture<>();
        CompletableFuture<Answer> others = running.compareAndExchange(null, mine);
        if (others != null) {
            return others;
        }
        if (clock.nanos() - startedNanos < limits.intervalMillisMin * 1_000_000) {
            running.set(null);
            mine.complete(answer());
            return mine;
        }
        startedNanos = clock.nanos();
        Thread.ofVirtual().name("herald-keys").start(() -> {
            try {
                fetch();
            } finally {
                running.set(null);
                mine.complete(answer());
            }
        });
        return mine;
    }

    private Answer answer() {
        State now = state;
        boolean isUsable = now.keys != null && clock.nanos() - now.fetchedNanos <= limits.staleMillisMax * 1_000_000;
        return new Answer(isUsable ? now.keys : null, now.isReachable);
    }

    private void fetch() {
        State before = state;
        try {
            KeySet fetched = PublishedKeySet.parse(body(), limits.keysMax);
            boolean isSame = before.keys != null && fetched.hasSameKeysAs(before.keys);
            state = new State(isSame ? before.keys : fetched, clock.nanos(), true);
            if (fetched.keys().isEmpty()) {
                LOG.warn("The key set at {} has no key for RS256, ES256 or EdDSA: every token is refused", address);
            } else if (!isSame) {
                LOG.info("{} keys for tokens from {}", fetched.keys().size(), address);
            }
        } catch (IOException failure) {
            state = new State(before.keys, before.fetchedNanos, false);
            LOG.warn(
                    "The key set at {} could not be fetched: {}; {}",
                    address,
                    failure.getMessage(),
                    before.keys == null
                            ? "tokens cannot be checked until it can"
                            : "the keys from before are used for a while");
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private String body() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Accept", "application/jwk-set+json, application/json")
                .GET()
                .build();
        var bounded = HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), limits.bytesMax);
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, bounded);
        try {
            HttpResponse<byte[]> response = answer.get(limits.fetchMillisMax, TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new IOException("it answered " + response.statusCode());
            }
            return new String(response.body(), StandardCharsets.UTF_8);
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new IOException("no whole answer within " + limits.fetchMillisMax + " ms", late);
        } catch (ExecutionException failed) {
            Throwable cause = Objects.requireNonNullElse(failed.getCause(), failed);
            String said = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            throw new IOException(said, failed);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
