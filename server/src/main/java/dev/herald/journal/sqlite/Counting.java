package dev.herald.journal.sqlite;

import dev.herald.event.EventType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import dev.herald.journal.Bounds;
import dev.herald.journal.Summary;
import dev.herald.journal.SummaryQuery;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/**
 * Figures and names from the index of projects alone, which holds all that they need and none of the events' JSON. It
 * goes from project to project in few steps, then counts minute by minute from the newest on, then looks for types from
 * the newest on, in stretches that grow; where the time ends, the minutes that are not counted stay without a figure.
 *
 * <p>Where there are more projects than are listed, it goes along the positions, which costs more. Used once, by one
 * thread.
 */
final class Counting {
    private static final String NEXT_PROJECT = "SELECT min(project) FROM event WHERE project > ?";
    private static final String HAS_PROJECT = "SELECT project FROM event WHERE project = ?";
    private static final String BY_PROJECT = " FROM event INDEXED BY event_project WHERE project";
    private static final String BETWEEN = " AND position >= ? AND position < ?";

    private final SummaryQuery query;
    private final Readers.Reader reader;
    private final Bounds bounds;
    private final Rows rows;
    private final Damage damage;
    private final Set<String> projects = new TreeSet<>();
    private final Set<String> types = new TreeSet<>();
    private final List<Summary.Minute> minutes = new ArrayList<>();
    /** All of the reader's projects that occur are listed, so that the index leads to all of its events. */
    private boolean areProjectsWhole;

    private boolean areTypesWhole;

    Counting(SummaryQuery query, Readers.Reader reader, Bounds bounds, Rows rows, Damage damage) {
        this.query = query;
        this.reader = reader;
        this.bounds = bounds;
        this.rows = rows;
        this.damage = damage;
    }

    Summary summary() throws SQLException {
        areProjectsWhole = isWhole(this::findProjects);
        long running = query.runningMillis(bounds);
        isWhole(() -> countMinutes(running));
        for (int i = minutes.size(); i < query.minutes(); i++) {
            minutes.add(new Summary.Minute(running - i * SummaryQuery.MINUTE_MILLIS, null));
        }
        areTypesWhole = isWhole(this::findTypes);
        return new Summary(
                bounds.newest(),
                minutes.reversed(),
                List.copyOf(projects),
                List.copyOf(types),
                !areProjectsWhole || !areTypesWhole);
    }

    /** A part of the work; it answers whether it has come to its end. */
    private interface Part {
        boolean run() throws SQLException;
    }

    private boolean isWhole(Part part) throws SQLException {
        try {
            return part.run();
        } catch (SQLException fault) {
            if (Faults.isUnreadable(fault)) {
                damage.other(Pages.INDEX);
            } else if (Faults.primary(fault) != SQLiteErrorCode.SQLITE_INTERRUPT) {
                throw fault;
            }
            return false;
        }
    }

    private boolean findProjects() throws SQLException {
        Reach reach = query.reach();
        if (reach.isEveryProject()) {
            for (String last = next(NEXT_PROJECT, ""); last != null; last = next(NEXT_PROJECT, last)) {
                if (!list(last)) {
                    return false;
                }
            }
            return true;
        }
        for (ProjectId project : reach.projects()) {
            if (next(HAS_PROJECT, project.value()) != null && !list(project.value())) {
                return false;
            }
        }
        return true;
    }

    /** Lists the project where the reader may know of it; false where there is no time or room for more. */
    private boolean list(String project) throws SQLException {
        if (reader.deadline().isOver() || projects.size() == Summary.NAMES_MAX) {
            return false;
        }
        if (query.reach().isEveryType() || hasReadable(project)) {
            projects.add(project);
        }
        return true;
    }

    private @Nullable String next(String sql, String project) throws SQLException {
        try (PreparedStatement select = reader.connection().prepareStatement(sql)) {
            select.setString(1, project);
            select.setMaxRows(1);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private boolean hasReadable(String project) throws SQLException {
        Set<EventType> readable = query.reach().types();
        if (readable.isEmpty()) {
            return false;
        }
        try (PreparedStatement select = reader.connection()
                .prepareStatement("SELECT 1" + BY_PROJECT + " = ?" + ofTypes(readable) + " LIMIT 1")) {
            select.setString(1, project);
            bindTypes(select, 2, readable);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private boolean countMinutes(long running) throws SQLException {
        ProjectId asked = query.project();
        boolean isTyped = !query.types().isEmpty() || !query.reach().isEveryType();
        Set<EventType> all = query.types().isEmpty() ? query.reach().types() : query.types();
        Set<EventType> counted = all.stream().filter(query::counts).collect(Collectors.toSet());
        boolean isNothing = asked != null && !query.counts(asked) || isTyped && counted.isEmpty();
        for (int i = 0; i < query.minutes(); i++) {
            long at = running - i * SummaryQuery.MINUTE_MILLIS;
            if (!SummaryQuery.isKept(at, bounds) || reader.deadline().isOver()) {
                return false;
            }
            long from = Position.of(at, 0).packed();
            long to = Position.of(at + SummaryQuery.MINUTE_MILLIS, 0).packed();
            long events = 0;
            if (!isNothing && from <= bounds.newest().packed()) {
                for (Walk walk : walks(asked, counted)) {
                    events += count(walk, from, to);
                }
            }
            // An index counts what is damaged too, of which nobody knows whose it was.
            boolean isDamaged = damage.isBetween(new Position(Math.max(0, from - 1)), new Position(to));
            minutes.add(new Summary.Minute(at, isDamaged ? null : (Long) events));
        }
        return true;
    }

    private long count(Walk walk, long from, long to) throws SQLException {
        try (PreparedStatement select = walk.prepare("SELECT count(*)", from, to);
                ResultSet row = select.executeQuery()) {
            return row.getLong(1);
        }
    }

    private boolean findTypes() throws SQLException {
        Set<EventType> readable = query.reach().types();
        long oldest = bounds.oldest().packed();
        long to = bounds.newest().packed() + 1;
        long span = SummaryQuery.MINUTES_MAX * SummaryQuery.MINUTE_MILLIS << 16;
        if (oldest == 0 || !query.reach().isEveryType() && readable.isEmpty()) {
            return true;
        }
        while (to > oldest) {
            if (reader.deadline().isOver()) {
                return false;
            }
            long from = Math.max(oldest, to - span);
            for (Walk walk : walks(null, readable)) {
                if (!addTypes(walk, from, to)) {
                    return false;
                }
            }
            to = from;
            span *= 2;
        }
        return true;
    }

    private boolean addTypes(Walk walk, long from, long to) throws SQLException {
        try (PreparedStatement select = walk.prepare("SELECT DISTINCT type", from, to);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                EventType type = rows.readType(row, 1);
                if (type != null && !types.contains(type.wireName())) {
                    if (types.size() == Summary.NAMES_MAX) {
                        return false;
                    }
                    types.add(type.wireName());
                }
            }
            return true;
        }
    }

    /** The ways to the events of the reader: of one project, or of the listed ones and of none, or along the positions. */
    private List<Walk> walks(@Nullable ProjectId asked, Set<EventType> only) {
        if (asked != null) {
            return List.of(new Walk(BY_PROJECT + " = ?", asked.value(), only));
        }
        if (areProjectsWhole) {
            return List.of(
                    new Walk(BY_PROJECT + " IN (SELECT value FROM json_each(?))", list(projects), only),
                    new Walk(BY_PROJECT + " IS NULL", null, only));
        }
        Reach reach = query.reach();
        if (reach.isEveryProject()) {
            return List.of(new Walk(" FROM event NOT INDEXED WHERE true", null, only));
        }
        Set<String> names = reach.projects().stream().map(ProjectId::value).collect(Collectors.toSet());
        String some = " FROM event NOT INDEXED WHERE (project IS NULL OR project IN (SELECT value FROM json_each(?)))";
        return List.of(new Walk(some, list(names), only));
    }

    /** As JSON; names of projects have nothing that needs escaping. */
    private static String list(Collection<String> names) {
        return names.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
    }

    private static String ofTypes(Set<EventType> only) {
        return only.isEmpty() ? "" : " AND +type IN (?" + ", ?".repeat(only.size() - 1) + ")";
    }

    private void bindTypes(PreparedStatement select, int first, Set<EventType> only) throws SQLException {
        int index = first;
        for (EventType type : only) {
            rows.bindType(select, index++, type);
        }
    }

    private final class Walk {
        private final String from;
        private final @Nullable String names;
        /** These types; empty for any. */
        private final Set<EventType> only;

        Walk(String from, @Nullable String names, Set<EventType> only) {
            this.from = from;
            this.names = names;
            this.only = only;
        }

        PreparedStatement prepare(String what, long fromPosition, long toPosition) throws SQLException {
            PreparedStatement select = reader.connection().prepareStatement(what + from + BETWEEN + ofTypes(only));
            int index = 1;
            if (names != null) {
                select.setString(index++, names);
            }
            select.setLong(index++, fromPosition);
            select.setLong(index++, toPosition);
            bindTypes(select, index, only);
            return select;
        }
    }
}
