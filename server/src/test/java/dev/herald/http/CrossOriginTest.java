package dev.herald.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CrossOriginTest {
    private static final String PAGE = "https://page.example";
    private final CrossOrigin rule = new CrossOrigin(Set.of(PAGE));

    private static Request request(String method, String... fields) {
        Headers headers = new Headers(List.of());
        for (int i = 0; i < fields.length; i += 2) {
            headers = headers.with(fields[i], fields[i + 1]);
        }
        return Request.of(method, "/x", Map.of(), headers, new byte[0], "127.0.0.1", Map.of());
    }

    @Test
    void letsANamedOriginSeeAnAnswerAndItsFields() {
        Headers headers =
                rule.share(request("GET", "Origin", PAGE), Response.empty(204)).headers();
        assertThat(headers.first("Access-Control-Allow-Origin")).contains(PAGE);
        assertThat(headers.first("Access-Control-Expose-Headers").orElse("")).contains("Location");
        assertThat(headers.first("Vary")).contains("Origin");
        assertThat(headers.first("Access-Control-Allow-Methods")).isEmpty();
    }

    @Test
    void tellsOthersNothingButThatItVaries() {
        for (Request other : List.of(request("GET"), request("GET", "Origin", "https://evil.example"))) {
            Headers headers = rule.share(other, Response.empty(204)).headers();
            assertThat(headers.first("Access-Control-Allow-Origin")).isEmpty();
            assertThat(headers.first("Access-Control-Allow-Credentials")).isEmpty();
            assertThat(headers.first("Vary")).contains("Origin");
        }
    }

    @Test
    void aPageThatSendsItsCredentialsAllTheSameSeesTheAnswerWhereItsOriginIsNamed() {
        Headers named =
                rule.share(request("GET", "Origin", PAGE), Response.empty(204)).headers();
        assertThat(named.first("Access-Control-Allow-Credentials")).contains("true");
        Headers any = new CrossOrigin(Set.of("*"))
                .share(request("GET", "Origin", PAGE), Response.empty(204))
                .headers();
        assertThat(any.first("Access-Control-Allow-Credentials")).isEmpty();
    }

    @Test
    void answersAPreflight() {
        Headers headers = rule.share(
                        request("OPTIONS", "Origin", PAGE, "Access-Control-Request-Method", "POST"),
                        Response.empty(204).with("Allow", "POST, OPTIONS"))
                .headers();
        assertThat(headers.first("Access-Control-Allow-Origin")).contains(PAGE);
        assertThat(headers.first("Access-Control-Allow-Methods").orElse("")).contains("POST");
        assertThat(headers.first("Access-Control-Allow-Headers").orElse(""))
                .contains("Content-Type", "Authorization", "Cache-Control", "Idempotency-Key", "Last-Event-ID");
        assertThat(headers.first("Access-Control-Max-Age")).isPresent();
    }

    @Test
    void changesNothingWhereNoOriginIsNamed() {
        Response response = Response.empty(204);
        assertThat(new CrossOrigin(Set.of()).share(request("GET", "Origin", PAGE), response))
                .isSameAs(response);
    }
}
