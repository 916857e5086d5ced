package dev.herald.projection.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.projection.Folding;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutProjectionTest {
    private final Folding folding = new Folding(new LayoutProjection());

    private void event(long millis, String data) {
        folding.event(millis, "{'type':'custom.dashboard.layout','data':" + data + "}");
    }

    @Test
    void theLastOneStandsAndSurvivesARestart() {
        event(1_000, "{'owner':'ann','layout_type':'a','widgets':[{'widget_id':'tasks'}],'refresh_rate':2000}");
        event(2_000, "{'owner':'ann','layout_type':'a','widgets':[],'theme':'dark'}");
        event(3_000, "{'layout_type':'a','widgets':[]}");
        event(4_000, "{'owner':'ann','layout_type':'b','widgets':[]}");
        event(5_000, "{'owner':'ann','layout_type':'b','action':'deleted'}");
        event(6_000, "{'owner':7,'layout_type':8}");
        for (Folding each : List.of(folding, folding.restarted())) {
            LayoutState state = each.state(LayoutProjection.NAME);
            assertThat(state.of("ann")).hasSize(1);
            assertThat(state.of("")).hasSize(1);
            Layout layout = state.of("ann").getFirst();
            assertThat(layout.version()).isEqualTo(2);
            assertThat(layout.theme()).isEqualTo("dark");
            assertThat(layout.created().epochMillis()).isEqualTo(1_000);
        }
    }

    @Test
    void oneUserHasOnlySoMany() {
        for (int i = 0; i < LayoutState.OF_ONE_MAX + 5; i++) {
            event(1_000 + i, "{'owner':'ann','layout_type':'t" + i + "','widgets':[]}");
        }
        assertThat(folding.state(LayoutProjection.NAME).of("ann")).hasSize(LayoutState.OF_ONE_MAX);
    }
}
