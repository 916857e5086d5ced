package dev.herald.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.access.Authenticator;
import dev.herald.access.Grant;
import dev.herald.access.RateLimits;
import dev.herald.access.Role;
import dev.herald.access.TokenAuthenticator;
import dev.herald.access.TokenClaims;
import dev.herald.access.TokenKey;
import dev.herald.access.TokenMint;
import dev.herald.access.TokenRules;
import dev.herald.access.Verdict;
import dev.herald.event.Reach;
import dev.herald.journal.ManualClock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationTest {
    private static final String ADDRESS = "192.0.2.7";
    private final ManualLimits limits = new ManualLimits(3);
    private final ManualClock clock = new ManualClock();
    private final NamedGrants tokens =
            new NamedGrants(Map.of("ann", grant("ann", Role.VIEWER), "eve", grant("eve", Role.ADMIN)));

    private static Grant grant(String subject, Role role) {
        return new Grant(subject, Set.of(role), Reach.ALL, null, Grant.NEVER);
    }

    private static Router router(Authenticator authenticator, RateLimits limits) {
        Handler.Blocking who =
                request -> Response.text(200, "text/plain", request.grant().subject());
        return new Router(
                List.of(
                        Route.get("/unsaid", who),
                        Route.get("/open", who).needing(Need.OPEN),
                        Route.post("/publish", who).needing(Need.PUBLISH),
                        Route.get("/admin", who).needing(Need.ADMIN)),
                request -> Response.text(200, "text/html", "the page"),
                new Authorization(authenticator, limits));
    }

    private Response ask(String method, String path, String... authorization) {
        return ask(router(tokens, limits), method, path, Map.of(), authorization);
    }

    private static Response ask(
            Router router, String method, String path, Map<String, List<String>> query, String... authorization) {
        Headers headers = Headers.NONE;
        for (String one : authorization) {
            headers = headers.with("authorization", one);
        }
        return router.handle(Request.of(method, path, query, headers, new byte[0], ADDRESS, Map.of()));
    }

    private static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String challenge(Response response) {
        return response.headers().first("WWW-Authenticate").orElse("");
    }

    @Test
    void aRouteThatDoesNotSayWantsATokenThatHolds() {
        Response without = ask("GET", "/unsaid");
        assertThat(without.status()).isEqualTo(401);
        assertThat(challenge(without)).isEqualTo("Bearer realm=\"herald\"");
        assertThat(text(ask("GET", "/unsaid", "Bearer ann"))).isEqualTo("ann");
        assertThat(ask("HEAD", "/unsaid").status()).isEqualTo(401);
        assertThat(ask("HEAD", "/unsaid", "Bearer ann").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ann", "bearer ann", "BEARER   ann", " Bearer ann "})
    void theSchemesCaseAndSpaceDoNotMatter(String field) {
        assertThat(ask("GET", "/unsaid", field).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Bearer", "Bearer ", "Bearer a b", "Bearer ann, Bearer eve", "Bearer \"ann\"", "Bearer bob"})
    void aTokenThatIsNoneIsToldSo(String field) {
        Response answer = ask("GET", "/unsaid", field);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(challenge(answer)).isEqualTo("Bearer realm=\"herald\", error=\"invalid_token\"");
        assertThat(text(answer)).doesNotContain("ann").doesNotContain("bob");
        assertThat(limits.taken).containsExactly("FAILURE ip:" + ADDRESS + " 1");
    }

    @Test
    void anotherSchemeIsNoToken() {
        Response answer = ask("GET", "/unsaid", "Basic YW5uOmFubg==");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(challenge(answer)).isEqualTo("Bearer realm=\"herald\"");
        assertThat(limits.taken).isEmpty();
    }

    @Test
    void twoFieldsAreRefusedWhateverTheyHold() {
        assertThat(ask("GET", "/unsaid", "Bearer ann", "Bearer ann").status()).isEqualTo(400);
        assertThat(ask("GET", "/unsaid", "Bearer ann", "Basic x").status()).isEqualTo(400);
    }

    @Test
    void aTokenInTheQueryIsNotLookedAt() {
        Map<String, List<String>> query = Map.of("token", List.of("ann"));
        assertThat(ask(router(tokens, limits), "GET", "/unsaid", query).status())
                .isEqualTo(401);
        Response both = ask(router(tokens, limits), "GET", "/unsaid", Map.of("token", List.of("bob")), "Bearer ann");
        assertThat(text(both)).isEqualTo("ann");
    }

    @Test
    void rolesAreAskedFor() {
        assertThat(ask("GET", "/admin", "Bearer eve").status()).isEqualTo(200);
        assertThat(ask("POST", "/publish", "Bearer eve").status()).isEqualTo(200);
        for (Response lacking : List.of(ask("GET", "/admin", "Bearer ann"), ask("POST", "/publish", "Bearer ann"))) {
            assertThat(lacking.status()).isEqualTo(403);
            assertThat(challenge(lacking)).contains("error=\"insufficient_scope\"");
            assertThat(lacking.headers().first("Content-Type")).hasValue("application/problem+json");
        }
        assertThat(limits.taken).isEmpty();
    }

    @Test
    void thePageOpenRoutesAndPreflightsNeedNoToken() {
        assertThat(text(ask("GET", "/"))).isEqualTo("the page");
        assertThat(ask("GET", "/open").status()).isEqualTo(200);
        assertThat(ask("GET", "/open", "Bearer bob", "Bearer bob").status()).isEqualTo(200);
        assertThat(ask("OPTIONS", "/admin").status()).isEqualTo(204);
        assertThat(ask("DELETE", "/admin").status()).isEqualTo(405);
    }

    @Test
    void anAddressThatFailsTooOftenIsRefusedBeforeItsTokenIsLookedAt() {
        for (int i = 0; i < 3; i++) {
            assertThat(ask("GET", "/unsaid", "Bearer guess" + i).status()).isEqualTo(401);
        }
        for (String token : List.of("guess", "ann", "")) {
            Response refused = ask("GET", "/unsaid", "Bearer " + token);
            assertThat(refused.status()).as(token).isEqualTo(429);
            assertThat(refused.headers().first("Retry-After")).hasValue("3");
            assertThat(refused.headers().first("RateLimit-Policy")).hasValue("\"failure\";q=3;w=4");
            assertThat(refused.headers().first("RateLimit")).hasValue("\"failure\";r=0;t=3");
        }
        assertThat(ask("GET", "/unsaid").status()).isEqualTo(401);
        assertThat(ask("GET", "/open").status()).isEqualTo(200);
    }

    @Test
    void keysThatCannotBeHadAreTheServersFault() {
        Authenticator without = new NoKeys(CompletableFuture.completedFuture(
                new Verdict.Denied(Verdict.Reason.UNAVAILABLE, "the keys cannot be fetched")));
        Response answer = ask(router(without, limits), "GET", "/unsaid", Map.of(), "Bearer ann");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers().first("Retry-After")).isPresent();
        assertThat(limits.taken).isEmpty();
    }

    @Test
    void anAuthenticatorThatBreaksLetsNobodyThrough() {
        Authenticator broken = new NoKeys(CompletableFuture.failedFuture(new IllegalStateException("a secret")));
        Response answer = ask(router(broken, limits), "GET", "/unsaid", Map.of(), "Bearer ann");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(text(answer)).doesNotContain("secret");
    }

    @Test
    void anOpenServerLooksAtNoTokenAndGrantsEverything() {
        for (String path : List.of("/unsaid", "/open", "/admin")) {
            Response answer =
                    ask(router(Authenticator.OPEN, RateLimits.OFF), "GET", path, Map.of(), "Bearer x", "Bearer y");
            assertThat(text(answer)).as(path).isEqualTo("anonymous");
        }
    }

    @Test
    void whoIsKnownIsNotShutOutByOthersOfTheSameAddress() {
        TokenAuthenticator authenticator =
                new TokenAuthenticator(TokenKey.secret("0123456789abcdef0123456789abcdef"), TokenRules.NONE, clock);
        TokenMint mint = TokenMint.ofSecret("0123456789abcdef0123456789abcdef");
        String ann = mint.mint(claims("ann"), clock);
        String ben = mint.mint(claims("ben"), clock);
        Router router = router(authenticator, limits);
        assertThat(text(ask(router, "GET", "/unsaid", Map.of(), "Bearer " + ann)))
                .isEqualTo("ann");
        limits.drain(RateLimits.Kind.FAILURE, "ip:" + ADDRESS);
        assertThat(ask(router, "GET", "/unsaid", Map.of(), "Bearer a.b.c").status())
                .isEqualTo(429);
        assertThat(ask(router, "GET", "/unsaid", Map.of(), "Bearer " + ben).status())
                .isEqualTo(429);
        assertThat(text(ask(router, "GET", "/unsaid", Map.of(), "Bearer " + ann)))
                .isEqualTo("ann");
        authenticator.close();
    }

    private static TokenClaims claims(String subject) {
        return new TokenClaims(subject, List.of("*"), Set.of(Role.VIEWER), null, null, null, null, 3_600);
    }

    private record NoKeys(CompletableFuture<Verdict> verdict) implements Authenticator {
        @Override
        public boolean isOpen() {
            return false;
        }

        @Override
        public CompletableFuture<Verdict> check(@Nullable String token) {
            return verdict;
        }
    }
}
