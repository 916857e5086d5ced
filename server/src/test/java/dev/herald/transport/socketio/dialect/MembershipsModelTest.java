package dev.herald.transport.socketio.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.CustomType;
import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.event.Room;
import dev.herald.hub.Subscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Random lives of a socket against a plain model: it joins rooms from now on and from earlier events, is cut off with a
 * part of what it was sent lost, and comes back. In the end it has each event of its rooms once, and no other.
 */
final class MembershipsModelTest {
    private static final int EVENTS = 60;
    private static final List<Room> ROOMS =
            List.of(Room.GLOBAL, Room.user("u"), Room.agent("a"), Room.agent("b"), Room.agent("c"));

    @RepeatedTest(400)
    void eachEventOfTheRoomsComesOnce() {
        long seed = System.nanoTime();
        Socket socket = new Socket(new Random(seed));
        socket.live();
        assertThat(socket.positionsReceived())
                .as("seed " + seed + ": " + socket.story)
                .isEqualTo(socket.positionsDue());
    }

    /** What was sent to the client, and how far the server's side is. */
    private static final class Socket {
        private final Random random;
        private final List<Event> log = new ArrayList<>();
        private final List<String> story = new ArrayList<>();
        private final List<Sent> received = new ArrayList<>();
        private final List<Sent> sent = new ArrayList<>();
        private final Map<Room, Position> due = new HashMap<>();
        private final Position opened;
        private Memberships rooms;
        private Position cursor;
        private @Nullable Offset answered;
        private int sentThen;

        private record Sent(Position position, int generation) {}

        Socket(Random random) {
            this.random = random;
            for (int i = 1; i <= EVENTS; i++) {
                Set<Room> heard = new HashSet<>();
                do {
                    heard.add(ROOMS.get(random.nextInt(ROOMS.size())));
                } while (random.nextInt(3) == 0);
                log.add(new Event(at(i), new CustomType("custom.x"), null, heard, "s", null, null, null, new byte[0]));
            }
            opened = at(random.nextInt(EVENTS));
            cursor = opened;
            rooms = Memberships.NONE.with(Room.GLOBAL, Set.of(), false, opened);
            due.put(Room.GLOBAL, opened);
        }

        private static Position at(int number) {
            return number == 0 ? Position.ORIGIN : Position.of(number, 0);
        }

        void live() {
            for (int step = 0; step < 12; step++) {
                switch (random.nextInt(6)) {
                    case 0 -> join();
                    case 1 -> replay();
                    case 2 -> cut();
                    case 3 -> ping();
                    default -> send(random.nextInt(20));
                }
            }
            send(EVENTS);
            received.addAll(sent);
        }

        private void send(int count) {
            story.add("send " + count);
            for (int i = 0; i < count && cursor.epochMillis() < EVENTS; i++) {
                Event next = log.get((int) cursor.epochMillis());
                Subscription subscription = rooms.subscription(Reach.ALL, cursor);
                boolean isWindowed = !subscription.equals(rooms.subscription(Reach.ALL, Position.of(EVENTS, 0)));
                if (subscription.matches(next)) {
                    sent.add(new Sent(next.position(), isWindowed ? rooms.generation() : 0));
                }
                cursor = next.position();
            }
        }

        private Optional<Room> unjoined() {
            return ROOMS.stream()
                    .filter(room -> !rooms.rooms().containsKey(room))
                    .findFirst();
        }

        private void join() {
            unjoined().ifPresent(room -> {
                story.add("join " + room + " at " + cursor);
                rooms = rooms.with(room, Set.of(), false, cursor);
                due.put(room, cursor);
            });
        }

        private void replay() {
            unjoined().ifPresent(room -> {
                Position from = at(random.nextInt(EVENTS));
                story.add("replay " + room + " from " + from + " at " + cursor);
                rooms = rooms.replaying(room, Set.of(), false, from, cursor);
                due.put(room, from);
                cursor = from.isAfter(cursor) ? cursor : from;
            });
        }

        /** The client answers: so much it has. */
        private void ping() {
            story.add("ping at " + cursor);
            answered = new Offset(cursor, rooms.generation());
            sentThen = sent.size();
        }

        /** A part of what was sent is lost. A client that cannot come back is a new one, with which this life ends. */
        private void cut() {
            int arrived = sentThen + random.nextInt(sent.size() - sentThen + 1);
            List<Sent> all = new ArrayList<>(received);
            all.addAll(sent.subList(0, arrived));
            Sent last = all.isEmpty() ? null : all.getLast();
            Recoveries.State state = new Recoveries.State("id", "/", "u", opened, rooms, answered);
            Offset offset = last == null ? null : new Offset(last.position, last.generation);
            Optional<Resumption> resumption = Resumption.of(state, offset);
            story.add("cut after " + last + (resumption.isPresent() ? ", back" : ", not back"));
            if (resumption.isPresent()) {
                received.addAll(sent.subList(0, arrived));
                sent.clear();
                rooms = resumption.get().rooms();
                cursor = resumption.get().from();
                if (answered != null && answered.generation() == rooms.generation()) {
                    assertThat(cursor)
                            .as("a quiet client comes back from what it answered")
                            .isGreaterThanOrEqualTo(answered.position());
                }
                answered = null;
                sentThen = 0;
            }
        }

        List<Position> positionsReceived() {
            return received.stream().map(Sent::position).sorted().toList();
        }

        List<Position> positionsDue() {
            return log.stream()
                    .filter(event -> event.rooms().stream()
                            .anyMatch(room ->
                                    due.containsKey(room) && event.position().isAfter(due.get(room))))
                    .map(Event::position)
                    .toList();
        }
    }
}
