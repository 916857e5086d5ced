package dev.herald.api.events;

import dev.herald.access.Audit;
import dev.herald.access.Permit;
import dev.herald.access.RateLimits;
import dev.herald.http.Client;
import dev.herald.http.LimitFields;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.journal.Budget;
import dev.herald.journal.HistoryLane;
import dev.herald.journal.HistoryQuery;
import dev.herald.journal.JournalException;
import dev.herald.journal.ReadAnswer;
import dev.herald.loop.Clock;
import java.util.Optional;

/**
 * Asks the history for a caller: as often as it may, while few enough wait, and for as long as it is there. For virtual
 * threads, which wait for the answer.
 *
 * <p>What a client has asked for that has left is not read. A connection that has ended says so at once. Over plain
 * HTTP/1.1 most who leave only end their half of it, which some do who wait for their answer: those are answered as
 * long as nobody has to wait for it, and else told to come again.
 */
final class HistoryReads {
    /** A page ends early at so many bytes of events. */
    static final long PAGE_BYTES_MAX = 4 << 20;
    /** A read that has taken so long is given up. */
    static final long PAGE_MILLIS_MAX = 5_000;
    /** A client that has ended its half is read for only when its turn comes within this time. */
    static final long SILENT_MILLIS_MAX = 250;

    private static final String RETRY_SECONDS = "1";

    private final HistoryLane lane;
    private final RateLimits limits;
    private final Clock clock;

    HistoryReads(HistoryLane lane, RateLimits limits, Clock clock) {
        this.lane = lane;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * The answer as a response that says what the limit leaves. It is made on the thread that reads, so that no more
     * pages are in the making than such threads are there.
     *
     * @param question answers a whole response; refusals of its own are values as well
     * @throws ProblemException 429: too often; 503: too many ask, the log cannot be read, or the caller has left
     */
    Response ask(Request request, HistoryLane.Question<Response> question) {
        Permit permit = permit(request);
        Client client = request.client();
        Budget budget = new Budget(
                HistoryQuery.LIMIT_MAX, PAGE_BYTES_MAX, PAGE_MILLIS_MAX, () -> client.state() == Client.State.GONE);
        long askedNanos = clock.nanos();
        ReadAnswer<Optional<Response>> answer = lane.ask(
                budget,
                (reader, within) ->
                        isWaiting(client, askedNanos) ? Optional.of(question.of(reader, within)) : Optional.empty());
        return switch (answer) {
            case ReadAnswer.Read<Optional<Response>>(Optional<Response> found) ->
                LimitFields.tell(
                        permit,
                        found.orElseThrow(() -> unavailable(
                                "Nobody waits", "You ended your side of the connection while many were reading.")));
            case ReadAnswer.Busy<Optional<Response>> _ ->
                throw unavailable("Too many are reading", "Too many ask for history; try again later.");
            case ReadAnswer.Failed<Optional<Response>>(RuntimeException failure) ->
                throw unavailable(
                        "The log cannot be read",
                        failure instanceof JournalException
                                ? String.valueOf(failure.getMessage())
                                : "Its reader failed.");
            case ReadAnswer.Gone<Optional<Response>> _ ->
                throw unavailable("The server is stopping", "Try again when it is back.");
        };
    }

    private boolean isWaiting(Client client, long askedNanos) {
        return switch (client.state()) {
            case THERE -> true;
            case SILENT -> clock.nanos() - askedNanos <= SILENT_MILLIS_MAX * 1_000_000;
            case GONE -> false;
        };
    }

    private Permit permit(Request request) {
        Permit own = limits.of(
                        RateLimits.Kind.READ,
                        RateLimits.principal(request.grant().subject()))
                .take(1);
        if (!own.isGranted()) {
            throw refused(request, own, "you ask for history more often than you may");
        }
        Permit address = limits.of(RateLimits.Kind.READ, RateLimits.address(request.remoteAddress()))
                .take(1);
        if (!address.isGranted()) {
            throw refused(request, address, "your address asks for history more often than it may");
        }
        return LimitFields.tighter(own, address);
    }

    private static ProblemException refused(Request request, Permit permit, String reason) {
        Audit.tell(Audit.Act.REFUSED, PublishLimit.who(request), "history: 429, " + reason);
        return new ProblemException(LimitFields.refusal(permit, reason));
    }

    private static ProblemException unavailable(String title, String detail) {
        return new ProblemException(Problem.of(503, title, detail).with("Retry-After", RETRY_SECONDS));
    }
}
