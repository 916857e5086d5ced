package dev.herald.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouterTest {
    private final Router router = new Router(
            List.of(
                    Route.get("/things", request -> Response.text(200, "text/plain", "all")),
                    Route.post("/things", request -> Response.empty(201)),
                    Route.get("/things/{id}", request -> Response.text(200, "text/plain", request.variable("id"))),
                    Route.get("/things/new", request -> Response.text(200, "text/plain", "form")),
                    Route.post(
                            "/things/{id}:close", request -> Response.text(200, "text/plain", request.variable("id"))),
                    Route.get(
                            "/a/{b}/c/{d}",
                            request -> Response.text(200, "text/plain", request.variable("b") + request.variable("d"))),
                    Route.getOnLoop("/here", request -> Response.text(200, "text/plain", "here")),
                    Route.post("/large", request -> Response.empty(201)).taking(1 << 20),
                    Route.get("/fails", request -> {
                        throw new IllegalStateException("a secret");
                    }),
                    Route.get("/refuses", request -> {
                        throw new ProblemException(new Problem(
                                422,
                                "Unprocessable Content",
                                "a \"quoted\" \ud800 detail",
                                List.of(new Problem.Location("/data/x", "is no number")),
                                Headers.NONE.with("Retry-After", "3")));
                    })),
            Router::notFound,
            Authorization.OPEN,
            () -> "incident-7");

    private Response ask(String method, String path) {
        return router.handle(Request.of(method, path, Map.of(), Headers.NONE, new byte[0], "", Map.of()));
    }

    private static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void findsTheMoreExactRouteFirst() {
        assertThat(text(ask("GET", "/things"))).isEqualTo("all");
        assertThat(text(ask("GET", "/things/new"))).isEqualTo("form");
        assertThat(text(ask("GET", "/things/old"))).isEqualTo("old");
        assertThat(text(ask("POST", "/things/7:close"))).isEqualTo("7");
        assertThat(text(ask("GET", "/a/1/c/2"))).isEqualTo("12");
    }

    @Test
    void answers404WhereNothingIs() {
        for (String path : List.of("/", "/thing", "/things/", "/things/1/2", "/a//c/2", "/THINGS")) {
            assertThat(ask("GET", path).status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void answers405WithWhatIsAllowed() {
        Response response = ask("DELETE", "/things");
        assertThat(response.status()).isEqualTo(405);
        assertThat(response.headers().first("Allow")).hasValue("GET, HEAD, OPTIONS, POST");
        assertThat(ask("GET", "/things/7:close").status()).isEqualTo(405);
    }

    @Test
    void answersHeadAndOptionsForARouteOfGet() {
        assertThat(ask("HEAD", "/things").status()).isEqualTo(200);
        assertThat(ask("OPTIONS", "/things").headers().first("Allow")).hasValue("GET, HEAD, OPTIONS, POST");
        assertThat(ask("OPTIONS", "*").status()).isEqualTo(204);
    }

    @Test
    void turnsAFailureIntoAnIncidentAndTellsNothingElse() {
        Response response = ask("GET", "/fails");
        assertThat(response.status()).isEqualTo(500);
        assertThat(text(response)).contains("incident-7").doesNotContain("secret");
    }

    @Test
    void writesAProblemAsJson() {
        Response response = ask("GET", "/refuses");
        assertThat(response.status()).isEqualTo(422);
        assertThat(response.headers().first("content-type")).hasValue("application/problem+json");
        assertThat(response.headers().first("retry-after")).hasValue("3");
        assertThat(text(response))
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Unprocessable Content\",\"status\":422,"
                        + "\"detail\":\"a \\\"quoted\\\" ? detail\","
                        + "\"errors\":[{\"pointer\":\"/data/x\",\"detail\":\"is no number\"}]}");
    }

    @Test
    void refusesTwoRoutesForTheSame() {
        Route one = Route.get("/a/{b}", request -> Response.empty(200));
        assertThatThrownBy(() -> new Router(List.of(one, one), Router::notFound))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two routes for GET /a/{b}");
    }

    @Test
    void onlyWhatIsForALoopIsAnsweredThere() {
        for (String there : List.of("GET /here", "HEAD /here", "DELETE /things", "OPTIONS /things", "OPTIONS *")) {
            assertThat(lead(there)).as(there).isInstanceOf(Router.Lead.Answered.class);
        }
        for (String elsewhere : List.of("GET /things", "HEAD /things", "GET /fails", "GET /nothing")) {
            assertThat(lead(elsewhere)).as(elsewhere).isEqualTo(new Router.Lead.MayBlock());
        }
    }

    private Router.Lead lead(String methodAndPath) {
        String[] parts = methodAndPath.split(" ");
        return router.lead(Request.of(parts[0], parts[1], Map.of(), Headers.NONE, new byte[0], "", Map.of()));
    }

    @Test
    void aRouteForALoopLooksAtNoToken() {
        assertThatThrownBy(() ->
                        Route.getOnLoop("/a", request -> Response.empty(200)).needing(Need.READ))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("GET /a is for a loop");
    }

    @Test
    void aRouteSaysWhatABodyMayHave() {
        assertThat(router.bodyBytesMax("POST", "/large")).isEqualTo(1 << 20);
        assertThat(router.bodyBytesMax("POST", "/things")).isEqualTo(Route.BODY_BYTES_MAX);
        assertThat(router.bodyBytesMax("PUT", "/nothing")).isEqualTo(Route.BODY_BYTES_MAX);
    }
}
