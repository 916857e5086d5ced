package dev.herald.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Event;
import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import dev.herald.event.Room;
import dev.herald.loop.ManualLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is found by project and room is who would be found by asking everybody. */
class AudiencesTest {
    private static final int STEPS = 1_500;
    private static final int SESSIONS_MAX = 120;
    private static final int NAMES = 6;
    private static final List<EventType> TYPES = List.of(KnownType.COMMIT, KnownType.FILE_CHANGE);

    private final HubStage stage = new HubStage(HubLimits.DEFAULTS);
    private final List<Asked> everybody = new ArrayList<>();
    private Random random = new Random(0);
    private int number;

    /** A session, and what it should have heard by being asked. */
    private record Asked(
            HubStage.Session session, Subscription subscription, List<Event> expected, List<String> expectedLive) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anIndexedDeliveryIsTheSameAsVisitingAll(long seed) {
        random = new Random(seed);
        for (int i = 0; i < STEPS; i++) {
            step(random.nextInt(10));
        }
        everybody.forEach(AudiencesTest::check);
        everybody.forEach(each -> each.session.cursor().onClose());
        assertThat(stage.shard().audienceCount()).isZero();
        assertThat(stage.shard().places()).isZero();
        assertThat(stage.dialect.claims()).isZero();
    }

    /** An audience that wants something else is not even asked: what it would cost is nothing. */
    @Test
    void nobodyElseIsTouched() {
        HubStage.Session heard = stage.live(ofRooms(Set.of(Room.user("a"))));
        List<Counting> others = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Counting outlet = new Counting();
            Cursor<RecordingDialect.Piece> cursor = stage.shard().onOpen(outlet);
            cursor.onSubscribe(ofRooms(Set.of(Room.user("other-" + i))), stage.dialect, null);
            cursor.onRelease();
            outlet.asked = 0;
            others.add(outlet);
        }
        stage.journal.commit(List.of(event(null, Set.of(Room.user("a")))));
        stage.settle();
        assertThat(heard.outlet().events).hasSize(1);
        assertThat(others).allMatch(outlet -> outlet.asked == 0);
        assertThat(stage.shard().places()).isEqualTo(501);
    }

    @Test
    void aPlaceThatManyLeaveIsSweptAndFreed() {
        List<HubStage.Session> sessions = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            sessions.add(stage.live(ofRooms(Set.of(Room.GLOBAL, Room.user("u" + i)))));
        }
        for (int i = 0; i < 63; i++) {
            sessions.get(i).cursor().onClose();
            stage.journal.commit(List.of(event(null, Set.of(Room.GLOBAL))));
            stage.settle();
        }
        assertThat(stage.shard().places()).isEqualTo(2);
        assertThat(sessions.getLast().outlet().events).hasSize(63);
        sessions.getLast().cursor().onClose();
        assertThat(stage.shard().places()).isZero();
    }

    private void step(int dice) {
        if (dice < 3 && everybody.size() < SESSIONS_MAX) {
            Subscription subscription = anySubscription();
            everybody.add(new Asked(stage.live(subscription), subscription, new ArrayList<>(), new ArrayList<>()));
        } else if (dice < 4 && !everybody.isEmpty()) {
            Asked gone = everybody.remove(random.nextInt(everybody.size()));
            gone.session.cursor().onClose();
            check(gone);
        } else if (dice < 5) {
            announce();
        } else {
            publish();
        }
    }

    private void publish() {
        List<Event> batch = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            ProjectId project = random.nextInt(3) == 0 ? null : project();
            Set<Room> rooms = new LinkedHashSet<>();
            rooms.add(project == null ? Room.GLOBAL : Room.project(project));
            for (int more = random.nextInt(3); more > 0; more--) {
                rooms.add(room());
            }
            Event event = event(project, rooms);
            batch.add(event);
            for (Asked each : everybody) {
                if (each.subscription.matches(event)) {
                    each.expected.add(event);
                }
            }
        }
        stage.journal.commit(batch);
        stage.loops.forEach(ManualLoop::run);
    }

    private void announce() {
        number++;
        LiveMessage message = new LiveMessage(
                TYPES.get(random.nextInt(2)),
                random.nextBoolean() ? null : project(),
                ("m" + number).getBytes(StandardCharsets.UTF_8));
        for (Asked each : everybody) {
            if (each.subscription.matches(message)) {
                each.expectedLive.add("m" + number);
            }
        }
        stage.hub.announce(message);
        stage.loops.forEach(ManualLoop::run);
    }

    private static void check(Asked asked) {
        assertThat(asked.session.outlet().events).as("%s", asked.subscription).isEqualTo(asked.expected);
        assertThat(asked.session.outlet().live).isEqualTo(asked.expectedLive);
        assertThat(asked.session.outlet().broken).isEmpty();
    }

    private Event event(@Nullable ProjectId project, Set<Room> rooms) {
        Position position = stage.event(TYPES.get(0), null, null, 1).position();
        EventType type = TYPES.get(random.nextInt(2));
        return new Event(position, type, project, rooms, "test", null, null, null, new byte[10]);
    }

    private Subscription anySubscription() {
        List<Clause> clauses = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            Set<Room> rooms = new HashSet<>();
            Set<ProjectId> projects = new HashSet<>();
            for (int more = random.nextInt(3); more > 0; more--) {
                rooms.add(room());
                projects.add(project());
            }
            clauses.add(new Clause(
                    random.nextInt(3) > 0 ? Set.of() : Set.of(TYPES.get(random.nextInt(2))),
                    random.nextInt(3) == 0,
                    random.nextBoolean() ? projects : Set.of(),
                    random.nextInt(3) == 0,
                    random.nextBoolean() ? rooms : Set.of(),
                    random.nextInt(5) > 0
                            ? Position.ORIGIN
                            : new Position(stage.shard().tip().packed() + random.nextInt(20)),
                    Clause.NO_END));
        }
        Reach reach = switch (random.nextInt(4)) {
            case 0 -> Reach.ofProjects(Set.of(project()));
            case 1 -> new Reach(false, Set.of(project(), new ProjectId("x")), false, Set.of(TYPES.get(0)));
            default -> Reach.ALL;
        };
        return new Subscription(clauses, List.of(), reach, false);
    }

    private static Subscription ofRooms(Set<Room> rooms) {
        return new Subscription(List.of(Clause.ofRooms(Set.of(), rooms)), List.of(), Reach.ALL, false);
    }

    private ProjectId project() {
        return new ProjectId("p" + random.nextInt(NAMES));
    }

    private Room room() {
        return switch (random.nextInt(4)) {
            case 0 -> Room.GLOBAL;
            case 1 -> Room.user("u" + random.nextInt(NAMES));
            case 2 -> Room.agent("a" + random.nextInt(NAMES));
            default -> Room.project(project());
        };
    }

    /** Counts how often it is asked for room. */
    private static final class Counting implements Outlet<RecordingDialect.Piece> {
        private int asked;

        @Override
        public boolean isWritable() {
            asked++;
            return true;
        }

        @Override
        public void write(RecordingDialect.Piece piece) {
            asked++;
        }

        @Override
        public void onGap(Position requested, Position oldestAvailable) {}

        @Override
        public void onBroken(String reason) {}
    }
}
