package dev.herald.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Draft;
import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import dev.herald.event.ProjectId;
import dev.herald.projection.delivery.DeliveryProjection;
import dev.herald.projection.flow.FlowCharts;
import dev.herald.projection.flow.FlowFigures;
import dev.herald.projection.forecast.Forecast;
import dev.herald.projection.people.PeopleProjection;
import dev.herald.projection.work.ProjectWork;
import dev.herald.projection.work.WorkProjection;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever the door lets in, no fold breaks. */
class AnyEventsTest {
    private static final int EVENTS = 30_000;
    private static final int KEY_LENGTH_MAX = 512;

    @Test
    void noEventBreaksAFold() {
        long seed = System.nanoTime();
        AnyEvents any = new AnyEvents(seed);
        Random random = new Random(seed);
        Folding folding = new Folding(new WorkProjection(), new DeliveryProjection(), new PeopleProjection());
        Set<EventType> types = new HashSet<>();
        long atMillis = 1_770_000_000_000L;
        for (int i = 0; i < EVENTS; i++) {
            Draft draft = any.next();
            types.add(draft.type());
            // Some at once, some in an hour: 30,000 of them are about a year.
            atMillis += random.nextInt(3) == 0 ? random.nextInt(3_600_000) : random.nextInt(20);
            try {
                folding.fold(draft, atMillis);
                if (i % 500 == 0) {
                    folding.restarted();
                    look(folding, atMillis);
                }
            } catch (RuntimeException broken) {
                throw new AssertionError("seed " + seed + ", event " + i + ": " + draft, broken);
            }
        }
        assertThat(types).as("seed " + seed).contains(KnownType.values());
        for (Derived derived : folding.derived()) {
            assertThat(derived.payload().draft("herald", derived.project()).type())
                    .isEqualTo(derived.payload().type());
            assertThat(derived.key().length()).isBetween(1, KEY_LENGTH_MAX);
            assertThat(derived.key().chars()).allMatch(c -> c >= ' ');
        }
    }

    private static void look(Folding folding, long atMillis) {
        for (String name : new String[] {"p", "q", "r"}) {
            ProjectWork work = folding.state(WorkProjection.NAME).view(new ProjectId(name));
            if (work != null) {
                FlowFigures figures = new FlowFigures(work, atMillis, 0);
                for (FigureName figure : FlowFigures.NAMES) {
                    Double value =
                            figures.figure(figure, Window.Timeframe.MONTH).value();
                    assertThat(value == null || Double.isFinite(value))
                            .as(figure.name())
                            .isTrue();
                }
                assertThat(FlowCharts.of(work, Window.Timeframe.MONTH, atMillis).days())
                        .isNotEmpty();
                assertThat(Forecast.of(work, atMillis, 1).remaining()).isNotNegative();
            }
        }
    }
}
