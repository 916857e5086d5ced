package dev.herald.hub;

import dev.herald.event.Event;
import dev.herald.event.ProjectId;
import dev.herald.event.Room;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The audiences of a shard by what they hear: by project and by room, so that an event visits those that may want it and
 * no others. Runs on its loop; not changed while it is visited.
 *
 * <p>An audience stands in one place for each project and room that its subscription names, among those of every project
 * when it wants all and may see all, and among those of no project. It may be found by several ways, and it may be found
 * and not want the event, because of its type for instance: the audience itself has the last word.
 *
 * <p>Leaving a place costs nothing: a place is swept when half of it has left.
 */
final class AudienceIndex {
    private final Place everyProject = new Place();
    private final Place noProject = new Place();
    private final Map<ProjectId, Place> byProject = new HashMap<>();
    private final Map<Room, Place> byRoom = new HashMap<>();

    void add(Audience<?> audience) {
        eachPlace(audience.subscription(), new Walk() {
            @Override
            public void at(Place place) {
                place.add(audience);
            }

            @Override
            public <K> void at(Map<K, Place> places, K key) {
                places.computeIfAbsent(key, _ -> new Place()).add(audience);
            }
        });
    }

    /** The audience is empty for good; see {@link Audience#isForgotten}. */
    void remove(Audience<?> audience) {
        eachPlace(audience.subscription(), new Walk() {
            @Override
            public void at(Place place) {
                place.remove();
            }

            @Override
            public <K> void at(Map<K, Place> places, K key) {
                Place place = places.get(key);
                if (place != null && place.remove()) {
                    places.remove(key);
                }
            }
        });
    }

    /** Offers the event to each that may want it; adds those that begin to have something to deliver. */
    void offer(Event event, List<Audience<?>> found) {
        ProjectId project = event.project();
        if (project == null) {
            noProject.offer(event, found);
        } else {
            everyProject.offer(event, found);
            offer(byProject.get(project), event, found);
        }
        if (!byRoom.isEmpty()) {
            for (Room room : event.rooms()) {
                offer(byRoom.get(room), event, found);
            }
        }
    }

    /** Each that may want the message; some come twice. */
    void visit(LiveMessage message, Consumer<Audience<?>> visitor) {
        ProjectId project = message.project();
        if (project == null) {
            noProject.visit(visitor);
        } else {
            everyProject.visit(visitor);
            visit(byProject.get(project), visitor);
        }
        visit(byRoom.get(message.room()), visitor);
    }

    /** Projects and rooms that somebody hears. */
    int places() {
        return byProject.size() + byRoom.size();
    }

    private static void offer(@Nullable Place place, Event event, List<Audience<?>> found) {
        if (place != null) {
            place.offer(event, found);
        }
    }

    private static void visit(@Nullable Place place, Consumer<Audience<?>> visitor) {
        if (place != null) {
            place.visit(visitor);
        }
    }

    /** Every project is those that may be seen. */
    private void eachPlace(Subscription subscription, Walk walk) {
        for (Clause clause : subscription.clauses()) {
            if (!clause.isEveryProject()) {
                clause.projects().forEach(project -> walk.at(byProject, project));
            } else if (subscription.reach().isEveryProject()) {
                walk.at(everyProject);
            } else {
                subscription.reach().projects().forEach(project -> walk.at(byProject, project));
            }
            if (clause.isProjectless()) {
                walk.at(noProject);
            }
            clause.rooms().forEach(room -> walk.at(byRoom, room));
        }
    }

    private interface Walk {
        void at(Place place);

        <K> void at(Map<K, Place> places, K key);
    }

    /** Those who hear one thing. */
    private static final class Place {
        private @Nullable Audience<?>[] audiences = new Audience<?>[1];
        private int size;
        private int left;

        void add(Audience<?> audience) {
            if (size == audiences.length) {
                audiences = Arrays.copyOf(audiences, size * 2);
            }
            audiences[size] = audience;
            size++;
        }

        /** One has left; answers whether nobody is here any more. */
        boolean remove() {
            left++;
            if (left * 2 >= size) {
                sweep();
            }
            return size == 0;
        }

        void offer(Event event, List<Audience<?>> found) {
            for (int i = 0; i < size; i++) {
                Audience<?> audience = audiences[i];
                if (audience != null && audience.offer(event)) {
                    found.add(audience);
                }
            }
        }

        void visit(Consumer<Audience<?>> visitor) {
            for (int i = 0; i < size; i++) {
                Audience<?> audience = audiences[i];
                if (audience != null && !audience.isForgotten()) {
                    visitor.accept(audience);
                }
            }
        }

        private void sweep() {
            int kept = 0;
            for (int i = 0; i < size; i++) {
                Audience<?> audience = audiences[i];
                if (audience != null && !audience.isForgotten()) {
                    audiences[kept] = audience;
                    kept++;
                }
            }
            size = kept;
            left = 0;
            // What has left is let go of, and a place that was large once does not stay so.
            audiences = Arrays.copyOf(audiences, Math.max(1, Integer.highestOneBit(Math.max(1, kept * 2 - 1))));
        }
    }
}
