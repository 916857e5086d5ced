package dev.herald.transport.sse;

import dev.herald.access.Audit;
import dev.herald.access.Grant;
import dev.herald.event.Canonical;
import dev.herald.http.Json;
import dev.herald.http.Need;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.session.Answer;
import dev.herald.session.Caller;
import dev.herald.session.Interest;
import dev.herald.session.Messages;
import dev.herald.session.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked about live streams over REST. Runs on virtual threads: asks the loop that owns the stream, and waits
 * for it, at most {@value #WAIT_SECONDS} s.
 */
public final class SseRoutes {
    static final int WAIT_SECONDS = 5;
    /** Streams in one list; {@code total} says how many there are. */
    static final int LISTED_MAX = 1_000;

    /** What a WebSocket's command may have, in which the same wish can be made. */
    static final int WISH_BYTES_MAX = 1 << 20;

    private final SseEndpoint endpoint;

    public SseRoutes(SseEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/api/v1/sse/subscribe", this::subscribe).taking(WISH_BYTES_MAX),
                Route.post("/api/v1/sse/authenticate", this::authenticate),
                Route.get("/api/v1/sse/connections", this::connections).needing(Need.ADMIN));
    }

    private Response subscribe(Request request) {
        String name = connectionId(request);
        Grant grant = request.grant();
        Answer.Granted granted = switch (endpoint.rules().answer(wish(request), grant)) {
            case Answer.Granted wanted -> wanted;
            case Answer.Nothing _ -> throw new IllegalStateException("a wish is for something");
            case Refusal refusal -> throw new ProblemException(SseEndpoint.problem(refusal));
        };
        SseSession stream = id(name).flatMap(endpoint::find).orElseThrow(SseRoutes::gone);
        change(stream, request, session -> session.onChange(granted, grant));
        Interest now = granted.interest();
        List<String> unknown = granted.unknown().isEmpty() ? null : granted.unknown();
        return Response.json(
                200,
                new Updated("Subscription updated", stream.id().toString(), now.typeNames(), project(now), unknown));
    }

    private record Updated(
            String message,
            String connectionId,
            List<String> eventTypes,
            @Nullable String projectId,
            @Json.LeftOutIfNull @Nullable List<String> unknownEventTypes) {}

    /** The request's own token becomes the stream's, so that it lives on. */
    private Response authenticate(Request request) {
        SseSession stream = id(connectionId(request)).flatMap(endpoint::find).orElseThrow(SseRoutes::gone);
        Grant grant = request.grant();
        change(stream, request, session -> session.onGrant(grant));
        return Response.json(200, new Authenticated(grant.subject(), Messages.expiresAt(grant.expiresEpochMillis())));
    }

    private record Authenticated(String userId, @Nullable String expiresAt) {}

    private static String connectionId(Request request) {
        return request.parameter("connection_id")
                .orElseThrow(() -> refused(400, "Bad Request", "connection_id names the stream to change"));
    }

    /** What became of a change of a live stream. */
    private enum Changed {
        YES,
        GONE,
        ANOTHERS
    }

    /** Only its own principal changes a stream. */
    private static void change(SseSession stream, Request request, Consumer<SseSession> change) {
        Grant grant = request.grant();
        Changed changed = ask(stream, session -> {
            if (!session.isOpen()) {
                return Changed.GONE;
            }
            if (!session.caller().mayBecome(grant)) {
                return Changed.ANOTHERS;
            }
            change.accept(session);
            return Changed.YES;
        });
        switch (changed) {
            case YES -> {}
            case GONE -> throw gone();
            case ANOTHERS -> {
                Audit.Who who = new Audit.Who(stream.id().toString(), grant.subject(), request.remoteAddress());
                Audit.tell(Audit.Act.REFUSED, who, "a stream of another principal");
                throw refused(403, "Forbidden", "the stream is another principal's");
            }
        }
    }

    private Response connections(Request request) {
        List<Listed> listed = new ArrayList<>();
        List<CompletableFuture<Optional<Listed>>> asked = new ArrayList<>();
        for (SseSession stream : endpoint.some(LISTED_MAX)) {
            asked.add(post(stream, SseRoutes::list));
        }
        asked.forEach(answer -> await(answer).ifPresent(listed::add));
        return Response.json(200, new Connections(listed, endpoint.open()));
    }

    private record Connections(List<Listed> connections, int total) {}

    private record Listed(
            String connectionId,
            List<String> eventTypes,
            @Nullable String projectId,
            List<String> rooms,
            String remoteAddress,
            String userId,
            String connectedAt) {}

    /** The text in which the wish is said. */
    private static String wish(Request request) {
        String type = request.headers().first("Content-Type").orElse("application/json");
        if (!type.split(";")[0].strip().toLowerCase(Locale.ROOT).equals("application/json")) {
            throw refused(415, "Unsupported Media Type", "the body is application/json");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(request.body()))
                    .toString();
        } catch (CharacterCodingException _) {
            throw refused(400, "Bad Request", "the body is not UTF-8");
        }
    }

    private static Optional<UUID> id(String name) {
        try {
            return Optional.of(UUID.fromString(name));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static ProblemException gone() {
        return refused(404, "Not Found", "no live stream has this connection_id");
    }

    private static ProblemException refused(int status, String title, String detail) {
        return new ProblemException(Problem.of(status, title, detail));
    }

    private static Optional<Listed> list(SseSession stream) {
        Caller caller = stream.caller();
        return stream.interest()
                .map(interest -> new Listed(
                        stream.id().toString(),
                        interest.typeNames(),
                        project(interest),
                        interest.roomNames(),
                        caller.address(),
                        caller.grant().subject(),
                        Canonical.rfc3339(stream.sinceEpochMillis())));
    }

    private static @Nullable String project(Interest interest) {
        return interest.project() == null ? null : interest.project().value();
    }

    private static <T> T ask(SseSession stream, Function<SseSession, T> question) {
        return await(post(stream, question));
    }

    private static <T> CompletableFuture<T> post(SseSession stream, Function<SseSession, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        stream.loop().post(() -> {
            try {
                answer.complete(question.apply(stream));
            } catch (RuntimeException failure) {
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }

    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            throw refused(503, "Service Unavailable", "the server is busy; try again");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw refused(503, "Service Unavailable", "the server stops");
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a loop could not answer", failure.getCause());
        }
    }
}
