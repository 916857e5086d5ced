package dev.herald.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    @Test
    void decodesPathAndQueryOnce() {
        Target target = Target.parse("/a%20b/%C3%A9/%2541?x=1&y=a+b%2Bc&x=%26&flag&=&");
        assertThat(target.path()).isEqualTo("/a b/é/%41");
        assertThat(target.query())
                .containsEntry("x", List.of("1", "&"))
                .containsEntry("y", List.of("a b+c"))
                .containsEntry("flag", List.of(""));
    }

    @Test
    void keepsDotsThatAreNoSegments() {
        assertThat(Target.parse("/.well-known/a..b/...").path()).isEqualTo("/.well-known/a..b/...");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "http://a/b",
                "/a#b",
                "/%",
                "/%4",
                "/%4g",
                "/%+1",
                "/%ff",
                "/%c0%af",
                "/%ed%a0%80",
                "/a b",
                "/é",
                "/a\\b",
                "/%5c",
                "/%2f",
                "/%2F..",
                "/%00",
                "/%0a",
                "/%7f",
                "/%c2%85",
                "/..",
                "/../",
                "/a/..",
                "/a/./b",
                "/%2e%2e/b",
                "/a/%2E",
                "/.%2e/b",
                "/a?%",
                "/a?b=%zz",
                "/a?b=%ff",
                "/a?b c"
            })
    void refusesWhatTwoReadersCouldReadDifferently(String target) {
        assertThatThrownBy(() -> Target.parse(target))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.problem().status()).isEqualTo(400));
    }

    @Test
    void takesAsManyParametersAsItMayAndNotOneMore() {
        String most = "/a?" + "p&".repeat(Target.PARAMETERS_MAX);
        assertThat(Target.parse(most).query().get("p")).hasSize(Target.PARAMETERS_MAX);
        assertThatThrownBy(() -> Target.parse(most + "p")).isInstanceOf(ProblemException.class);
    }
}
