package dev.herald.client;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A client of one Herald server. Any thread; publishing and reading block the caller and try again by themselves while
 * the server is away or asks for patience. Close it to end its subscriptions and connections.
 */
public final class HeraldClient implements AutoCloseable {
    private final ClientSettings settings;
    private final HttpClient client;
    private final Http http;
    private final Publisher publisher;
    private final AutoCommits autoCommits;
    private final Subscriptions subscriptions;

    public HeraldClient(ClientSettings settings) {
        this(settings, () -> ThreadLocalRandom.current().nextLong(), Thread::sleep);
    }

    /** @param retries hears of attempts of requests that failed and are made again */
    public HeraldClient(ClientSettings settings, RetryListener retries) {
        this(settings, () -> ThreadLocalRandom.current().nextLong(), Thread::sleep, retries);
    }

    HeraldClient(ClientSettings settings, RandomGenerator random, Pause pause) {
        this(settings, random, pause, (attempt, max, wait, reason) -> {});
    }

    private HeraldClient(ClientSettings settings, RandomGenerator random, Pause pause, RetryListener retries) {
        this.settings = settings;
        // In the clear, HTTP/2 would send an upgrade with each first request, and wins nothing here.
        boolean isSecure = "https".equals(settings.server().getScheme());
        this.client = HttpClient.newBuilder()
                .version(isSecure ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .build();
        this.http = new Http(settings, client, random, pause, retries);
        this.publisher = new Publisher(http);
        this.autoCommits = new AutoCommits(http);
        this.subscriptions = new Subscriptions(settings, client, random);
    }

    /**
     * Publishes one event and returns when it is durable or refused.
     *
     * @throws ServerException when after all attempts the server has not said what became of it
     */
    public Outcome publish(Publication publication) throws ServerException, InterruptedException {
        return publisher.publish(publication);
    }

    /**
     * Publishes many, in order, in requests of at most 1,000 events and 4 MiB; one outcome for each.
     *
     * @throws ServerException when after all attempts the server has not said what became of some of them; publishing
     *     the same publications again adds nothing twice
     */
    public List<Outcome> publish(List<Publication> publications) throws ServerException, InterruptedException {
        return publisher.publish(publications);
    }

    /**
     * Has the server commit a project's changes now, as it does by itself where auto-commit is on, and waits for what
     * comes of it: as long as the repository's hooks take.
     *
     * @throws ServerException when the server cannot at the moment, or stays away
     */
    public AutoCommitAnswer autoCommit(ProjectId project) throws ServerException, InterruptedException {
        return autoCommits.request(project);
    }

    /**
     * Reads a page of history.
     *
     * @throws ServerException when the server refuses or stays away
     */
    public HistoryPage history(HistoryRequest request) throws ServerException, InterruptedException {
        StringJoiner query = new StringJoiner("&", "/api/v1/events?", "");
        add(query, "project_id", request.project());
        add(query, "event_types", request.types().isEmpty() ? null : String.join(",", request.types()));
        add(query, "after", request.after());
        add(query, "before", request.before());
        add(query, "limit", request.limit());
        add(query, "order", request.newestFirst() ? "desc" : "asc");
        try {
            return Wire.page(successful(http.get(query.toString())).body());
        } catch (ServerException e) {
            throw e;
        } catch (IOException e) {
            throw new ServerException("a page of history that is none: " + e.getMessage(), e);
        }
    }

    /**
     * Finds one event; empty where the log does not have it.
     *
     * @throws ServerException when the server refuses or stays away
     */
    public Optional<ReceivedEvent> find(Position position) throws ServerException, InterruptedException {
        HttpResponse<byte[]> response = http.get("/api/v1/events/" + position);
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        try {
            return Optional.of(Wire.event(new String(successful(response).body(), StandardCharsets.UTF_8)));
        } catch (ServerException e) {
            throw e;
        } catch (IOException e) {
            throw new ServerException("an event that is none: " + e.getMessage(), e);
        }
    }

    /**
     * Asks for the state of projects, or for a change of it (protocol, section 8). A change that is tried again is done
     * once: each carries a key of its own.
     *
     * @param pathAndQuery such as {@code /api/v1/projects/p/tasks}
     * @param contentType of the body; null where there is none
     * @throws ServerException when the server stays away; what it refuses is an answer
     */
    public Answer ask(String method, String pathAndQuery, @Nullable String contentType, byte[] body)
            throws ServerException, InterruptedException {
        HttpResponse<byte[]> response = http.send(
                method, pathAndQuery, contentType, body, UUID.randomUUID().toString());
        boolean isOk = response.statusCode() / 100 == 2;
        return new Answer(response.statusCode(), response.body(), isOk ? "" : Problems.detail(response));
    }

    /**
     * Subscribes, and stays subscribed: over WebSocket, or Server-Sent Events where that cannot be established. A lost
     * connection is made anew, and goes on after the last event that the subscriber has heard: nothing is missing and
     * nothing comes twice. Returns at once; the subscriber is called on a thread of its own.
     */
    public LiveSubscription subscribe(Interest interest, Subscriber subscriber) {
        return subscriptions.begin(interest, subscriber);
    }

    /** The server and how it is talked to. */
    public ClientSettings settings() {
        return settings;
    }

    /** Ends all subscriptions and connections. */
    @Override
    public void close() {
        subscriptions.close();
        client.shutdownNow();
    }

    private static HttpResponse<byte[]> successful(HttpResponse<byte[]> response) throws ServerException {
        if (response.statusCode() / 100 != 2) {
            throw new ServerException(response.statusCode(), Problems.detail(response));
        }
        return response;
    }

    private static void add(StringJoiner query, String name, @Nullable Object value) {
        if (value != null) {
            query.add(name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
        }
    }
}
