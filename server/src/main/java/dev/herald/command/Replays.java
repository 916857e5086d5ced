package dev.herald.command;

import dev.herald.event.Decoded;
import dev.herald.event.Draft;
import dev.herald.event.Event;
import dev.herald.event.EventType;
import dev.herald.event.Position;
import dev.herald.intake.Intake;
import dev.herald.intake.Receipt;
import dev.herald.journal.Budget;
import dev.herald.journal.HistoryLane;
import dev.herald.journal.Outcome;
import dev.herald.journal.ReadAnswer;
import dev.herald.projection.Happening;
import dev.herald.projection.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a request was done before, by its key. Blocks.
 *
 * <p>The journal remembers keys and is asked for one by a submission that it never keeps: two drafts of one key that say
 * different things. It tells where the key's event stands, where it has one.
 */
final class Replays {
    private static final EventType TYPE = EventType.parse("custom.herald.asked").orElseThrow();
    private static final long READ_MILLIS_MAX = 5_000;

    private final Intake intake;
    private final HistoryLane history;

    Replays(Intake intake, HistoryLane history) {
        this.intake = intake;
        this.history = history;
    }

    /** The last event of the request that had this key; null where there was none. */
    CompletableFuture<Optional<Position>> find(Author author, Retry retry) {
        String key = author.grant().scoped(retry.at(0));
        List<Draft> drafts = new ArrayList<>(2);
        for (String word : List.of("known", "unknown")) {
            Statement asked = new Statement(TYPE, null, Map.of("asked", word));
            if (asked.decode(author.source()) instanceof Decoded.Ok(Draft draft)) {
                drafts.add(draft.withIdempotencyKey(key));
            }
        }
        return intake.submit(drafts).thenApply(receipt -> switch (receipt) {
            case Receipt.Conflict conflict -> last(conflict);
            case Receipt.Accepted _, Receipt.Stale _, Receipt.Refused _ -> Optional.empty();
        });
    }

    /** The last of the events that had these keys. */
    static Optional<Position> last(Receipt.Conflict conflict) {
        return conflict.clashes().stream()
                .map(Outcome.Clash::first)
                .filter(Objects::nonNull)
                .max(Position::compareTo);
    }

    /** The data of a request's event, where it was the same request; null where it was another, or cannot be read. */
    @Nullable
    Members same(Retry retry, Position first) {
        ReadAnswer<Optional<Event>> answer =
                history.ask(Budget.of(1, Long.MAX_VALUE, READ_MILLIS_MAX), (reader, _) -> reader.find(first));
        if (answer instanceof ReadAnswer.Read<Optional<Event>>(Optional<Event> found) && found.isPresent()) {
            Members data = new Happening(found.get()).data();
            return retry.digest().equals(data.text(Retry.MEMBER)) ? data : null;
        }
        return null;
    }
}
