package dev.herald.lab.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.herald.access.Role;
import dev.herald.lab.RunningServer;
import dev.herald.lab.guard.Tokens;
import dev.herald.server.StartException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in on the page of a server with keys. */
final class PageSignInTest {
    private static Chromium chromium;

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private RunningServer server;

    @BeforeAll
    static void startBrowser() {
        chromium = new Chromium();
    }

    @AfterAll
    static void stopBrowser() {
        chromium.close();
    }

    @BeforeEach
    void startServer() throws Exception {
        server = RunningServer.start(folder, Map.of("jwt-secret", List.of(Tokens.SECRET)));
        publish("first");
    }

    @AfterEach
    void stopServer() {
        server.close();
        http.close();
    }

    @Test
    void aTokenOpensThePageAndSigningOutForgetsItAll() {
        try (OpenPage open = page(ColorScheme.LIGHT, "/#/feed")) {
            Page page = open.page();
            page.locator(".gate input:focus").waitFor();
            page.keyboard().type("secret");
            page.keyboard().press("Enter");
            page.locator(".gate .fault").getByText("This is no token").waitFor();
            page.locator(".gate input").fill(Tokens.forged("ann"));
            page.keyboard().press("Enter");
            page.locator(".gate .fault").getByText("signature does not hold").waitFor();

            String token = token(600, "ann");
            page.locator(".gate input").fill(token);
            assertThat(page.locator(".gate .said").textContent()).contains("ann", "viewer", "garden");
            page.keyboard().press("Enter");
            open.untilLive();
            open.untilRow("first");
            page.locator("#feed:focus").waitFor();
            assertThat(page.url()).doesNotContain("token");
            page.reload();
            open.untilLive();

            page.locator(".who").click();
            assertThat(page.locator("dialog").textContent()).contains("Signed in as ann", "garden", "in 10 min");
            page.locator("dialog").getByText("Sign out").click();
            page.locator(".gate").getByText("Signed out").waitFor();
            assertThat(page.locator(".row").count()).isZero();
            assertThat(page.evaluate("() => sessionStorage.length + localStorage.length"))
                    .isEqualTo(0);
            page.reload();
            page.locator(".gate").getByText("Sign in").first().waitFor();
        }
    }

    @Test
    void aTokenInTheAddressIsTakenOnceAndDoesNotStayThere() {
        try (OpenPage open = page(ColorScheme.DARK, "/#project=garden&token=" + token(600, "ann"))) {
            open.untilLive();
            open.untilRow("first");
            assertThat(open.page().url()).endsWith("/#project=garden");
            assertThat(open.page().locator(".who").textContent()).contains("ann");
        }
    }

    @Test
    void aFreshTokenBeforeTheEndInterruptsNothing() throws Exception {
        try (OpenPage open = page(ColorScheme.LIGHT, "/#/feed?token=" + token(61, "ann"))) {
            Locator strip = open.page().locator(".strip.warn");
            strip.waitFor();
            assertThat(strip.textContent()).contains("Your token ends in");
            assertThat(open.page().locator("#announcements").textContent()).contains("token ends soon");
            strip.locator("input").fill(token(600, "ann"));
            open.page().keyboard().press("Enter");
            open.untilGone(".strip");
            publish("later");
            open.untilRow("later");
            assertThat(open.page().locator(".who .left").textContent()).isEqualTo("10 min");
        }
    }

    @Test
    void aTokenThatEndsLeavesTheRowsAndAFreshOneGoesOnWhereTheyEnd() throws Exception {
        try (OpenPage open = page(ColorScheme.LIGHT, "/#/feed?token=" + token(3, "ann"))) {
            open.untilRow("first");
            Locator strip = open.page().locator(".strip.bad");
            strip.waitFor();
            assertThat(strip.textContent()).contains("Your token has ended");
            publish("missed");
            assertThat(open.row("first").count()).isOne();
            assertThat(open.row("missed").count()).isZero();
            strip.locator("input").fill(token(600, "ann"));
            open.page().keyboard().press("Enter");
            open.untilRow("missed");
            open.untilGone(".strip");
            assertThat(open.ids()).hasSize(2);
            assertThat(open.repeated()).isEqualTo("0");
        }
    }

    @Test
    void anotherPrincipalDoesNotSeeWhatTheFirstOneRead() {
        try (OpenPage open = page(ColorScheme.LIGHT, "/#/feed?token=" + token(600, "ann"))) {
            open.untilRow("first");
            open.page().locator(".who").click();
            open.page().locator("dialog input").fill(Tokens.of("bob", Role.VIEWER, "orchard"));
            open.page().keyboard().press("Enter");
            open.page().locator(".who").getByText("bob").waitFor();
            open.untilShown(0);
            assertThat(open.page().locator("#project").textContent()).doesNotContain("garden");
        }
    }

    @Test
    void anOpenServerShowsNothingOfThis() throws StartException {
        try (RunningServer other = RunningServer.start(folder.resolve("open"), Map.of());
                OpenPage open =
                        OpenPage.live(chromium.browser(), other.uri("http", "").toString())) {
            assertThat(open.page().locator(".gate, .strip, .who, .account").count())
                    .isZero();
            assertThat(open.page().content()).doesNotContainIgnoringCase("sign in");
        }
    }

    private OpenPage page(ColorScheme colors, String path) {
        OpenPage open = OpenPage.sized(
                        chromium.browser(), server.uri("http", "").toString(), 1280, 800, colors)
                .expectRefusal();
        open.load(path);
        return open;
    }

    private static String token(long seconds, String subject) {
        return Tokens.lasting(seconds, subject, Role.VIEWER, "garden");
    }

    private void publish(String message) throws IOException, InterruptedException {
        String event = "{\"type\":\"custom.a\",\"project_id\":\"garden\",\"data\":{\"message\":\"" + message + "\"}}";
        HttpRequest request = HttpRequest.newBuilder(server.uri("http", "/api/v1/events"))
                .header("Authorization", "Bearer " + Tokens.of("bot", Role.PUBLISHER, "*"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(event))
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(201);
    }
}
