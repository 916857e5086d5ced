package dev.herald.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OriginRuleTest {
    private final OriginRule configured = OriginRule.of(List.of("https://App.example.org", "http://localhost:3000"));

    @Test
    void whoNamesNoOriginIsNoPageAndIsAllowed() {
        assertThat(OriginRule.SAME_ORIGIN.allows(null, "127.0.0.1:8000")).isTrue();
    }

    @Test
    void aPageThatTheServerServedIsAllowed() {
        assertThat(OriginRule.SAME_ORIGIN.allows("http://127.0.0.1:8000", "127.0.0.1:8000"))
                .isTrue();
        assertThat(OriginRule.SAME_ORIGIN.allows("https://Herald.example", "herald.example"))
                .isTrue();
        assertThat(OriginRule.SAME_ORIGIN.allows("https://herald.example", "herald.example:443"))
                .isTrue();
        assertThat(OriginRule.SAME_ORIGIN.allows("http://[::1]:8000", "[::1]:8000"))
                .isTrue();
    }

    @Test
    void aForeignPageIsNot() {
        assertThat(OriginRule.SAME_ORIGIN.allows("https://evil.example", "127.0.0.1:8000"))
                .isFalse();
        assertThat(OriginRule.SAME_ORIGIN.allows("http://127.0.0.1:8001", "127.0.0.1:8000"))
                .isFalse();
        assertThat(OriginRule.SAME_ORIGIN.allows("http://127.0.0.1:8000", null)).isFalse();
        assertThat(OriginRule.SAME_ORIGIN.allows("http://127.0.0.1:8000.evil.example", "127.0.0.1:8000"))
                .isFalse();
        assertThat(OriginRule.SAME_ORIGIN.allows("http://127.0.0.1:8000/x", "127.0.0.1:8000/x"))
                .isFalse();
    }

    @Test
    void whatIsNoOriginIsForeign() {
        for (String origin : List.of("null", "", "*", "file://", "http://", "ftp://127.0.0.1:8000", "http://a b")) {
            assertThat(OriginRule.SAME_ORIGIN.allows(origin, "127.0.0.1:8000"))
                    .as(origin)
                    .isFalse();
        }
    }

    @Test
    void configuredOriginsAreAllowedWhateverTheirCaseAndDefaultPort() {
        assertThat(configured.allows("https://app.example.org", "h")).isTrue();
        assertThat(configured.allows("https://app.example.org:443", "h")).isTrue();
        assertThat(configured.allows("http://app.example.org", "h")).isFalse();
        assertThat(configured.allows("http://localhost:3000", "h")).isTrue();
        assertThat(configured.allows("http://localhost:3001", "h")).isFalse();
    }

    @Test
    void namesTheAllowedOriginForCors() {
        assertThat(configured.allowOrigin("http://localhost:3000")).contains("http://localhost:3000");
        assertThat(configured.allowOrigin("http://other")).isEmpty();
        assertThat(configured.allowOrigin(null)).isEmpty();
        assertThat(OriginRule.of(List.of("*")).allowOrigin("http://other")).contains("*");
    }

    @Test
    void anEntryThatIsNoOriginIsNamed() {
        assertThatThrownBy(() -> OriginRule.of(List.of("example.org")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("example.org is no origin");
    }
}
