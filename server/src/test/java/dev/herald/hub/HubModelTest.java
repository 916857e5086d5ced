package dev.herald.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Event;
import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Room;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sessions that come, stall, go on, subscribe anew, rewind and leave, at random, on several shards, while events are
 * appended and trimmed; each must get what it may see, once and in order, and be told of each gap.
 */
class HubModelTest {
    private static final List<ProjectId> PROJECTS = List.of(new ProjectId("a"), new ProjectId("b"));
    private static final List<EventType> TYPES =
            List.of(KnownType.COMMIT, KnownType.FILE_CHANGE, KnownType.WORKFLOW_PROGRESS);
    private static final int STEPS = 4_000;
    private static final int SESSIONS_MAX = 40;

    private final TreeMap<Position, Event> all = new TreeMap<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private HubStage stage = new HubStage(HubStage.SMALL, 3);
    private Random random = new Random(0);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everySessionGetsItsEventsOnceInOrderAndIsToldOfGaps(long seed) {
        run(seed);
    }

    @ParameterizedTest
    @ValueSource(ints = 3)
    void soDoesAnyOtherRun(int runs) {
        for (int i = 0; i < runs; i++) {
            all.clear();
            watchers.clear();
            stage = new HubStage(HubStage.SMALL, 3);
            run(System.nanoTime());
        }
    }

    private void run(long seed) {
        System.out.println("seed " + seed);
        random = new Random(seed);
        for (int i = 0; i < STEPS; i++) {
            step(random.nextInt(100));
        }
        for (Watcher watcher : watchers) {
            watcher.session.resume();
        }
        stage.journal.failReads(0);
        for (int i = 0; i < 10; i++) {
            stage.loops.forEach(loop -> loop.advance(10_000));
            stage.settle();
        }
        watchers.forEach(Watcher::checkEnd);
        assertThat(stage.hub.statistics().lagging()).as("seed %d", seed).isZero();
        watchers.forEach(Watcher::close);
        assertThat(stage.dialect.claims()).as("claims left, seed %d", seed).isZero();
        assertThat(stage.shards).allMatch(shard -> shard.audienceCount() == 0);
        HubStatistics end = stage.hub.statistics();
        assertThat(end.connections()).isZero();
        assertThat(end.logBytes()).isZero();
        assertThat(stage.hub.roomCounts()).isEmpty();
        assertThat(end.subscriptionCounts()).isEmpty();
    }

    private void step(int dice) {
        if (dice < 25) {
            append(1 + random.nextInt(random.nextInt(20) == 0 ? 60 : 5));
        } else if (dice < 50) {
            stage.loops.get(random.nextInt(stage.loops.size())).run();
        } else if (dice < 60) {
            stage.runReads();
        } else if (dice < 62) {
            stage.journal.trimUpTo(somewhere());
        } else if (dice < 63) {
            stage.journal.failReads(1);
        } else if (dice < 64) {
            stage.loops.forEach(loop -> loop.advance(150));
        } else if (dice < 68) {
            open();
        } else if (!watchers.isEmpty()) {
            act(watchers.get(random.nextInt(watchers.size())), dice);
        }
    }

    private void act(Watcher watcher, int dice) {
        if (dice < 78) {
            watcher.session.stall();
        } else if (dice < 82) {
            watcher.session.outlet().allow(random.nextInt(4));
        } else if (dice < 92) {
            watcher.session.resume(random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(3));
        } else if (dice < 95) {
            watcher.subscribe(anySubscription(), random.nextBoolean() ? null : somewhere());
            if (random.nextInt(4) > 0) {
                watcher.session.cursor().onRelease();
            }
        } else if (dice < 97) {
            watcher.replay(somewhere());
        } else if (dice < 98) {
            watcher.unsubscribe();
        } else {
            watcher.close();
            watchers.remove(watcher);
        }
    }

    private void open() {
        if (watchers.size() < SESSIONS_MAX) {
            Shard shard = stage.shards.get(random.nextInt(stage.shards.size()));
            Watcher watcher = new Watcher(shard);
            watchers.add(watcher);
            watcher.subscribe(anySubscription(), random.nextInt(3) > 0 ? null : somewhere());
            watcher.session.cursor().onRelease();
        }
    }

    private void append(int count) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            EventType type = TYPES.get(random.nextInt(TYPES.size()));
            ProjectId project = random.nextInt(3) == 0 ? null : PROJECTS.get(random.nextInt(2));
            Event event = stage.event(type, project, "w" + random.nextInt(2), 20 + random.nextInt(300));
            events.add(event);
            all.put(event.position(), event);
        }
        if (random.nextInt(10) == 0) {
            stage.journal.beforeNextRead(() -> stage.journal.trimUpTo(somewhere()));
        }
        stage.journal.commit(events);
    }

    /** A few subscriptions, so that many share one. */
    private Subscription anySubscription() {
        return switch (random.nextInt(6)) {
            case 0 -> Subscription.of(Set.of(TYPES.get(random.nextInt(3))), true, Set.of(), true, Set.of(), false);
            case 1 -> Subscription.of(Set.of(), false, Set.of(PROJECTS.get(random.nextInt(2))), true, Set.of(), false);
            case 2 ->
                Subscription.of(
                        Set.of(), false, Set.of(), false, Set.of(Room.GLOBAL, Room.project(PROJECTS.get(0))), false);
            case 3 -> Subscription.of(Set.of(), true, Set.of(), true, Set.of(), true);
            default -> Subscription.everything();
        };
    }

    /** Mostly a place not far back; sometimes the origin, or beyond the newest. */
    private Position somewhere() {
        if (all.isEmpty() || random.nextInt(20) == 0) {
            return Position.ORIGIN;
        }
        int back = random.nextInt(random.nextInt(3) == 0 ? 400 : 40);
        long newest = all.lastKey().packed();
        return new Position(Math.max(1, newest + (random.nextInt(20) == 0 ? 5 : -back)));
    }

    /** One session and what it must have heard. */
    private final class Watcher {
        private final RecordingOutlet outlet = new RecordingOutlet();
        private final HubStage.Session session;
        private @Nullable Subscription subscription;
        private Position reached = Position.ORIGIN;
        private Position mark = Position.ORIGIN;
        private boolean mayMiss;
        private int turn;
        private boolean isOver;

        Watcher(Shard shard) {
            session = new HubStage.Session(shard.onOpen(outlet), outlet);
            outlet.listen(this::onEvent);
            outlet.duringGap(() -> mayMiss = true);
        }

        void subscribe(Subscription next, @Nullable Position after) {
            Resume resume = session.cursor()
                    .onSubscribe(next, stage.dialect, after == null ? null : stage.seek(session.cursor(), after));
            if (!outlet.broken.isEmpty()) {
                isOver = true;
                return;
            }
            if (after == null) {
                assertThat(resume.isComplete()).isTrue();
                if (subscription != null) {
                    checkNothingMissing(resume.from());
                }
            } else {
                checkResume(resume, after);
            }
            turn++;
            subscription = next;
            reached = resume.from();
            mayMiss = false;
        }

        void replay(Position after) {
            int[] before = new int[1];
            int own = turn + 1;
            Resume resume = stage.seek(session.cursor(), after);
            session.cursor().onReplay(resume, count -> {
                // One that subscribed or rewound since gets this answer as well; what it got until then is its affair.
                if (own == turn && subscription != null) {
                    onReplayed(count, before[0]);
                }
            });
            before[0] = outlet.events.size();
            mark = stage.journal.newest();
            if (isOver || !outlet.broken.isEmpty()) {
                isOver = true;
                return;
            }
            turn = own;
            checkResume(resume, after);
            reached = subscription == null ? reached : resume.from();
            mayMiss = false;
        }

        private void onReplayed(long count, int before) {
            assertThat(count).isEqualTo(outlet.events.size() - before);
            checkNothingMissing(mark);
            if (count > 0) {
                assertThat(outlet.events.getLast().position()).isLessThanOrEqualTo(mark);
            }
        }

        void unsubscribe() {
            turn++;
            session.cursor().onUnsubscribe();
            subscription = null;
        }

        void close() {
            session.cursor().onClose();
            int before = outlet.events.size();
            stage.settle();
            assertThat(outlet.events).hasSize(before);
        }

        void checkEnd() {
            if (outlet.broken.isEmpty() && !isOver && subscription != null) {
                session.cursor().onRelease();
                stage.settle();
                checkNothingMissing(new Position(Long.MAX_VALUE));
            }
        }

        private void checkResume(Resume resume, Position after) {
            assertThat(resume.oldestAvailable()).isEqualTo(stage.journal.oldest());
            assertThat(resume.isComplete()).isEqualTo(stage.journal.isWholeAfter(after));
            if (resume.isComplete()) {
                assertThat(resume.from()).isEqualTo(after);
            }
        }

        private void onEvent(Event event) {
            assertThat(subscription).isNotNull();
            assertThat(subscription.matches(event)).isTrue();
            assertThat(event.position()).isGreaterThan(reached);
            checkNothingMissing(new Position(event.position().packed() - 1));
            reached = event.position();
            mayMiss = false;
        }

        /** Everything of the subscription after what was reached, up to here, may be missing only with a reason. */
        private void checkNothingMissing(Position upTo) {
            if (!upTo.isAfter(reached)) {
                return;
            }
            for (Event event : all.subMap(reached, false, upTo, true).values()) {
                if (subscription == null || !subscription.matches(event)) {
                    continue;
                }
                boolean isTrimmed =
                        !event.position().isAfter(stage.journal.bounds().floor());
                assertThat(mayMiss && isTrimmed || isSuperseded(event))
                        .as("%s is missing; reached %s, up to %s", event.position(), reached, upTo)
                        .isTrue();
            }
        }

        private boolean isSuperseded(Event event) {
            return subscription != null
                    && subscription.conflate()
                    && event.type() == KnownType.WORKFLOW_PROGRESS
                    && all.tailMap(event.position(), false).values().stream()
                            .anyMatch(later -> later.type() == event.type()
                                    && String.valueOf(later.subject()).equals(event.subject())
                                    && String.valueOf(later.project()).equals(String.valueOf(event.project())));
        }
    }
}
