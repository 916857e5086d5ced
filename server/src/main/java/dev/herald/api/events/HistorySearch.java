package dev.herald.api.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.journal.Budget;
import dev.herald.journal.HistoryPage;
import dev.herald.journal.HistoryQuery;
import dev.herald.journal.Reader;
import dev.herald.loop.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a text in what events say: in every text in {@code data}, whatever its case, but not in names of members, nor
 * in the project and the time that each event repeats there. Runs on a thread that reads.
 *
 * <p>It reads page by page and ends early, at so many events looked at or after so long: the answer says from where to go
 * on, though it may hold nothing.
 */
final class HistorySearch {
    /** Characters of what is looked for. */
    static final int TEXT_LENGTH_MAX = 256;
    /** Events looked at for one answer. */
    static final int LOOKED_AT_MAX = 20_000;
    /** No further page is read after so long. */
    static final long MILLIS_MAX = 1_000;

    private static final JsonFactory JSON = new JsonFactory();

    private final Pattern wanted;
    private final Clock clock;

    HistorySearch(String text, Clock clock) {
        this.clock = clock;
        this.wanted = Pattern.compile(text, Pattern.LITERAL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    HistoryPage page(Reader reader, HistoryQuery query, Budget budget) {
        long endNanos = clock.nanos() + MILLIS_MAX * 1_000_000;
        List<Event> found = new ArrayList<>();
        long bytes = 0;
        int lookedAt = 0;
        HistoryPage first = reader.page(at(query, null), budget);
        HistoryPage page = first;
        while (true) {
            for (Event event : page.events()) {
                lookedAt++;
                if (!says(event)) {
                    continue;
                }
                found.add(event);
                bytes += event.json().length;
                if (found.size() == query.limit() || bytes >= budget.bytesMax()) {
                    boolean isLast =
                            page.next() == null && event == page.events().getLast();
                    return answer(found, isLast ? null : event.position(), first);
                }
            }
            boolean isOver = lookedAt >= LOOKED_AT_MAX || clock.nanos() - endNanos > 0;
            Position next = page.next();
            if (next == null || isOver || budget.isGone().getAsBoolean()) {
                return answer(found, next, first);
            }
            page = reader.page(at(query, next), budget);
        }
    }

    private static HistoryPage answer(List<Event> found, @Nullable Position next, HistoryPage first) {
        return new HistoryPage(found, next, first.isWhole(), first.oldest());
    }

    /** As many as a page may hold, from the query's beginning or from where the last one ended. */
    private static HistoryQuery at(HistoryQuery query, @Nullable Position next) {
        return new HistoryQuery(
                query.reach(),
                query.project(),
                query.types(),
                next == null || query.newestFirst() ? query.after() : next,
                next == null || !query.newestFirst() ? query.before() : next,
                HistoryQuery.LIMIT_MAX,
                query.newestFirst());
    }

    /** Whether a text in the event's data holds what is wanted. */
    boolean says(Event event) {
        try (JsonParser json = JSON.createParser(event.json())) {
            int depth = 0;
            boolean isInData = false;
            String member = "";
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token.isStructStart()) {
                    isInData |= depth == 1 && member.equals("data");
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                    isInData &= depth > 1;
                } else if (token == JsonToken.FIELD_NAME && depth <= 2) {
                    member = json.currentName();
                } else if (token == JsonToken.VALUE_STRING && isInData && !(depth == 2 && isRepeated(member))) {
                    if (wanted.matcher(json.getText()).find()) {
                        return true;
                    }
                }
            }
            return false;
        } catch (IOException broken) {
            // The engine has checked the row: it is what a publisher sent, beyond what this parser reads.
            return false;
        }
    }

    private static boolean isRepeated(String member) {
        return member.equals("project_id") || member.equals("timestamp");
    }
}
