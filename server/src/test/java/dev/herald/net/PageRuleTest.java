package dev.herald.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.access.OriginRule;
import dev.herald.http.Headers;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of what browsers say of a request, whole. */
class PageRuleTest {
    private static final String OWN = "127.0.0.1:8000";
    private static final OriginRule ORIGINS = new OriginRule(Set.of("http://named.example:3000"));

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // site, mode, destination, origin, whether an open server answers a GET, and a guarded one
                "-,           -,           -,        -,                         true,  true",
                "none,        navigate,    document, -,                         true,  true",
                "same-origin, cors,        empty,    -,                         true,  true",
                "same-origin, no-cors,     image,    -,                         true,  true",
                "cross-site,  navigate,    document, -,                         true,  true",
                "same-site,   navigate,    document, -,                         true,  true",
                "cross-site,  navigate,    iframe,   -,                         false, true",
                "cross-site,  navigate,    embed,    -,                         false, true",
                "cross-site,  no-cors,     image,    -,                         false, true",
                "same-site,   no-cors,     image,    -,                         false, true",
                "cross-site,  no-cors,     script,   -,                         false, true",
                "cross-site,  no-cors,     empty,    -,                         false, true",
                "cross-site,  cors,        empty,    http://evil.example,       false, true",
                "same-site,   cors,        empty,    http://127.0.0.1:3000,     false, true",
                "cross-site,  cors,        empty,    null,                      false, true",
                "cross-site,  cors,        empty,    http://named.example:3000, true,  true",
                "cross-site,  same-origin, empty,    -,                         false, true",
                "cross-site,  -,           -,        -,                         false, true",
                "something,   navigate,    -,        -,                         false, true"
            })
    void whatABrowserSaysDecides(
            String site,
            String mode,
            String destination,
            String origin,
            boolean isAnswered,
            boolean isAnsweredGuarded) {
        Headers headers = Headers.NONE;
        headers = site == null ? headers : headers.with("Sec-Fetch-Site", site);
        headers = mode == null ? headers : headers.with("Sec-Fetch-Mode", mode);
        headers = destination == null ? headers : headers.with("Sec-Fetch-Dest", destination);
        headers = origin == null ? headers : headers.with("Origin", origin);
        for (String method : new String[] {"GET", "HEAD", "OPTIONS"}) {
            assertThat(new PageRule(ORIGINS, true).refusal(method, OWN, headers).isEmpty())
                    .isEqualTo(isAnswered);
            assertThat(new PageRule(ORIGINS, false)
                            .refusal(method, OWN, headers)
                            .isEmpty())
                    .isEqualTo(isAnsweredGuarded);
        }
    }
}
