package dev.herald.api.command;

import dev.herald.access.Audit;
import dev.herald.access.Permit;
import dev.herald.access.RateLimits;
import dev.herald.api.events.PublishLimit;
import dev.herald.command.Author;
import dev.herald.command.Command;
import dev.herald.command.Denial;
import dev.herald.command.Dispatcher;
import dev.herald.command.Expectation;
import dev.herald.command.Result;
import dev.herald.command.Retry;
import dev.herald.command.Seen;
import dev.herald.event.Codec;
import dev.herald.event.ProjectId;
import dev.herald.fold.Unanswered;
import dev.herald.http.Handler;
import dev.herald.http.LimitFields;
import dev.herald.http.Need;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** From a request to a command, and from what came of it to the answer. Any thread; blocks. */
final class Asking {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");
    private static final Pattern VERSION = Pattern.compile("\"?(\\d{1,18})\"?");
    private static final int BODY_BYTES_MAX = 1 << 20;

    private final Dispatcher dispatcher;
    private final PublishLimit limit;

    Asking(Dispatcher dispatcher, RateLimits limits) {
        this.dispatcher = dispatcher;
        limit = new PublishLimit(limits);
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    /** A route that asks for something: its caller may publish. */
    static Route route(String method, String pattern, Handler.Blocking handler) {
        return new Route(method, "/api/v1" + pattern, Need.PUBLISH, BODY_BYTES_MAX, (Handler.Blocking) request -> {
            try {
                return handler.handle(request);
            } catch (Unanswered refused) {
                return Answers.unavailable(String.valueOf(refused.getMessage()));
            }
        });
    }

    /** Does it, counted as one event. */
    <A> Response ask(Request request, Command<?, A> command, Author author, Showing<A> showing) {
        return ask(request, command, author, 1, showing);
    }

    /** @param events that it will be at most, for the limit on publishing */
    <A> Response ask(Request request, Command<?, A> command, Author author, int events, Showing<A> showing) {
        Permit permit = limit.take(request, events);
        Response answer = switch (dispatcher.dispatch(command, author)) {
            case Result.Done<A>(Seen<A> seen, boolean isRepeated) -> {
                Response shown = showing.answer().apply(seen);
                yield isRepeated ? shown.with("Idempotent-Replayed", "true") : shown;
            }
            case Result.Denied<A>(Denial denial) -> {
                if (denial instanceof Denial.Forbidden) {
                    Audit.tell(Audit.Act.REFUSED, PublishLimit.who(request), "command: 403, " + denial.detail());
                }
                yield Answers.denied(denial, showing.current());
            }
            case Result.Unavailable<A>(String detail, boolean _) -> Answers.unavailable(detail);
        };
        return LimitFields.tell(permit, answer);
    }

    /**
     * How it is shown.
     *
     * @param answer what was asked for, done
     * @param current what is there instead of the version that the caller had in mind
     */
    record Showing<A>(Function<Seen<A>, Response> answer, Function<Object, Record> current) {}

    /** @throws ProblemException 400 for an Idempotency-Key that is none */
    static Author author(Request request) {
        Optional<String> key = request.headers().first("Idempotency-Key");
        if (key.isPresent() && !KEY.matcher(key.get()).matches()) {
            throw new ProblemException(Problem.of(
                    400, "Invalid Idempotency-Key", "An Idempotency-Key is 1 to 200 visible ASCII characters."));
        }
        Retry retry = key.map(of ->
                        Retry.of(of, request.method() + " " + request.path() + " " + request.query(), request.body()))
                .orElse(null);
        return new Author(request.grant(), Codec.DEFAULT_SOURCE, retry);
    }

    /**
     * Which versions the caller has in mind (RFC 9110, section 13.1.1).
     *
     * @throws ProblemException 400 for what is no tag
     */
    static Expectation expectation(Request request) {
        Optional<String> field = request.headers().first("If-Match");
        if (field.isEmpty() || field.get().strip().equals("*")) {
            return Expectation.NONE;
        }
        Set<Long> versions = new HashSet<>();
        for (String tag : field.get().split(",")) {
            var version = VERSION.matcher(tag.strip());
            if (version.matches()) {
                versions.add(Long.valueOf(version.group(1)));
            } else if (!tag.strip().startsWith("W/\"") && !tag.strip().startsWith("\"")) {
                throw new ProblemException(
                        Problem.of(400, "Invalid If-Match", "If-Match holds a version in quotes, such as \"3\"."));
            }
        }
        return new Expectation(versions, false);
    }

    /** Of what has no versions, none is outdated. */
    static Record noVersion(Object current) {
        throw new IllegalStateException("it has no version: " + current.getClass());
    }

    /** @throws ProblemException 404 for a path that names no project, 403 for one that the token does not name */
    static ProjectId project(Request request) {
        ProjectId project = ProjectId.parse(request.variable("id"))
                .orElseThrow(() -> new ProblemException(Problem.of(
                        404, "Not Found", "There is no such project: an id is 1 to 128 of A-Z a-z 0-9 . _ -.")));
        if (!request.grant().mayRead(project)) {
            Audit.tell(Audit.Act.REFUSED, PublishLimit.who(request), "command: 403, project " + project);
            throw new ProblemException(Problem.of(403, "Forbidden", "the token does not name project " + project));
        }
        return project;
    }
}
