package dev.herald.lab.figures;

import dev.herald.event.Codec;
import dev.herald.event.Decoded;
import dev.herald.event.Draft;
import dev.herald.journal.sqlite.SqliteJournal;
import dev.herald.journal.sqlite.SqliteSettings;
import dev.herald.loop.Clock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Events of the past, collected in any order and written to a journal as if each had come at its time: the journal's
 * clock is held. One thread.
 */
final class Past {
    private record Told(long atMillis, String json) {}

    private final List<Told> all = new ArrayList<>();

    /** @param data the members, without the braces around them */
    void tell(long atMillis, String project, String type, String data) {
        all.add(new Told(
                atMillis, "{\"type\":\"" + type + "\",\"project_id\":\"" + project + "\",\"data\":{" + data + "}}"));
    }

    int size() {
        return all.size();
    }

    /** What came at the same millisecond keeps its order. */
    void write(Path data) {
        all.sort(Comparator.comparingLong(Told::atMillis));
        long[] now = {0};
        Clock held = new Clock() {
            @Override
            public long epochMillis() {
                return now[0];
            }

            @Override
            public long nanos() {
                return now[0] * 1_000_000;
            }
        };
        SqliteSettings settings = SqliteSettings.DEFAULTS.withEachCommitSynced(false);
        try (SqliteJournal journal = SqliteJournal.open(data, settings, held)) {
            int next = 0;
            while (next < all.size()) {
                now[0] = all.get(next).atMillis();
                List<Draft> together = new ArrayList<>();
                while (next < all.size() && all.get(next).atMillis() == now[0]) {
                    together.add(draft(all.get(next++).json()));
                }
                journal.append(together);
            }
        }
    }

    private static Draft draft(String json) {
        Decoded decoded = Codec.decode(json.getBytes(StandardCharsets.UTF_8));
        if (decoded instanceof Decoded.Ok ok) {
            return ok.draft();
        }
        throw new AssertionError("no event: " + json + " " + decoded);
    }
}
