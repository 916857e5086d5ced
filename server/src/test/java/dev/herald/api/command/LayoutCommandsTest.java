package dev.herald.api.command;

import static dev.herald.api.command.CommandStage.header;
import static dev.herald.api.command.CommandStage.json;
import static dev.herald.api.command.CommandStage.pointers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.access.Grant;
import dev.herald.access.RateLimits;
import dev.herald.access.Role;
import dev.herald.event.Reach;
import dev.herald.event.Room;
import dev.herald.http.NamedGrants;
import dev.herald.http.Response;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How people arrange their dashboards. */
class LayoutCommandsTest {
    private static final String LAYOUT = "{'widgets':[{'widget_id':'tasks','position':{'x':0,'y':1},'enabled':true,"
            + "'settings':{'rows':5}},{'widget_id':'risks'}],'refresh_rate':2000,'theme':'dark'}";

    @Test
    void aLayoutIsKeptWholeAndTheStandardOneIsThereWithoutAny() {
        try (CommandStage api = new CommandStage()) {
            Response standard = api.send("GET", "/dashboard/layout", "");
            assertThat(standard.status()).isEqualTo(200);
            assertThat(json(standard).path("created_at").isNull()).isTrue();
            assertThat(json(standard).path("widgets").size()).isGreaterThan(5);
            Response kept = api.post("/dashboard/layout", LAYOUT);
            assertThat(kept.status()).isEqualTo(201);
            assertThat(json(kept).path("layout_type").asText()).isEqualTo("default");
            assertThat(json(kept)
                            .path("widgets")
                            .path(0)
                            .path("settings")
                            .path("rows")
                            .asInt())
                    .isEqualTo(5);
            Response again = api.post("/dashboard/layout", "{'widgets':[]}", "If-Match", header(kept, "ETag"));
            assertThat(again.status()).isEqualTo(200);
            assertThat(json(again).path("theme").asText()).isEqualTo("light");
            assertThat(api.post("/dashboard/layout", LAYOUT, "If-Match", header(kept, "ETag"))
                            .status())
                    .isEqualTo(412);
            assertThat(api.post("/dashboard/layout", "{'layout_type':'small','widgets':[]}")
                            .status())
                    .isEqualTo(201);
            assertThat(json(api.send("GET", "/dashboard/layouts", ""))).hasSize(2);
            assertThat(json(api.send("GET", "/dashboard/layout?layout_type=small", ""))
                            .path("version")
                            .asInt())
                    .isEqualTo(1);
            assertThat(api.send("GET", "/dashboard/layout?layout_type=none", "").status())
                    .isEqualTo(404);
            assertThat(api.delete("/dashboard/layout/small").status()).isEqualTo(200);
            assertThat(api.delete("/dashboard/layout/small").status()).isEqualTo(404);
            assertThat(json(api.send("GET", "/dashboard/layouts", ""))).hasSize(1);
        }
    }

    @Test
    void whatCannotBeIsRefusedWithItsPlace() {
        try (CommandStage api = new CommandStage()) {
            assertThat(pointers(api.post(
                            "/dashboard/layout",
                            "{'widgets':[{'widget_id':'tasks','enabled':1},{'widget_id':'tasks','colour':1},"
                                    + "{'widget_id':'none','position':'x','settings':[]}],'refresh_rate':999,"
                                    + "'theme':'blue','colour':1}")))
                    .containsExactlyInAnyOrder(
                            "/colour",
                            "/theme",
                            "/refresh_rate",
                            "/widgets/0/enabled",
                            "/widgets/1/widget_id",
                            "/widgets/1/colour",
                            "/widgets/2/widget_id",
                            "/widgets/2/position",
                            "/widgets/2/settings");
            assertThat(pointers(api.post("/dashboard/layout", "{}"))).containsExactly("/widgets");
            assertThat(pointers(api.post("/dashboard/layout", "{'widgets':[],'layout_type':'a b'}")))
                    .containsExactly("/layout_type");
        }
    }

    @Test
    void eachUserHasTheirOwnAndHearsOfItAlone() {
        Grant ann = new Grant("ann", Set.of(Role.PUBLISHER), Reach.ALL, null, Grant.NEVER);
        Grant bob = new Grant("bob", Set.of(Role.PUBLISHER), Reach.ALL, null, Grant.NEVER);
        try (CommandStage api = new CommandStage(new NamedGrants(Map.of("ann", ann, "bob", bob)), RateLimits.OFF)) {
            assertThat(api.post("/dashboard/layout", LAYOUT, "Authorization", "Bearer ann")
                            .status())
                    .isEqualTo(201);
            assertThat(json(api.send("GET", "/dashboard/layouts", "", "Authorization", "Bearer bob")))
                    .isEmpty();
            assertThat(json(api.send("GET", "/dashboard/layouts", "", "Authorization", "Bearer ann")))
                    .hasSize(1);
            assertThat(api.stage.everything().getFirst().rooms()).containsExactly(Room.user("ann"));
        }
    }
}
