package dev.herald.lab.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.ColorScheme;
import dev.herald.server.StartException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page does when connections fail. */
final class PageConnectionTest {
    private static final Pattern SOCKET = Pattern.compile("ws://.*");
    private static Chromium chromium;

    @TempDir
    Path folder;

    private Served server;

    @BeforeAll
    static void startBrowser() {
        chromium = new Chromium();
    }

    @AfterAll
    static void stopBrowser() {
        chromium.close();
    }

    @BeforeEach
    void startServer() throws IOException, StartException {
        server = new Served(folder);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void continuesAfterARestartWithNothingMissingAndNothingDoubled()
            throws IOException, InterruptedException, StartException {
        try (OpenPage page = OpenPage.live(chromium.browser(), server.url()).expectOutage()) {
            assertThat(page.page().locator("[data-transport=websocket]").count())
                    .isOne();
            restartWhilePublishing(page, "websocket");
        }
    }

    @Test
    void fallsBackToServerSentEventsAndContinuesAfterARestartThereToo()
            throws IOException, InterruptedException, StartException {
        try (OpenPage page = withoutWebSockets().expectOutage()) {
            page.load("/#/feed");
            page.untilLive();
            assertThat(page.page()
                            .locator("[data-link=live][data-transport=sse]")
                            .count())
                    .isOne();
            restartWhilePublishing(page, "sse");
        }
    }

    private void restartWhilePublishing(OpenPage page, String transport)
            throws IOException, InterruptedException, StartException {
        Publisher publisher = new Publisher(server, transport, 300);
        publisher.awaitHalf();
        server.stop();
        page.untilLink("waiting");
        server.startAgain();
        publisher.awaitDone();
        server.publish(Publisher.numbered("last", 0));
        page.untilLive();
        page.untilRow("last 0");
        assertThat(page.page()
                        .locator("[data-link=live][data-transport=" + transport + "]")
                        .count())
                .isOne();
        assertThat(page.ids()).isEqualTo(server.ids()).hasSize(301);
        assertThat(page.repeated()).isEqualTo("0");
        assertThat(page.page().locator(".gap").count()).isZero();
    }

    @Test
    void showsAGapWhereTheServerNoLongerKeepsWhatWasMissed() throws IOException, InterruptedException, StartException {
        List<String> seen = publishBatch("seen", 3);
        try (OpenPage page = OpenPage.live(chromium.browser(), server.url()).expectOutage()) {
            page.untilShown(3);
            server.stop();
            server.startElsewhere("unlimited");
            publishBatch("missed", 50);
            server.stop();
            server.startElsewhere("5");
            List<String> kept = server.idsWhenAtMost(5);
            server.stop();
            server.startAgain();
            page.untilRow("no longer keeps");
            page.untilRow("missed 49");
            List<String> expected = new ArrayList<>(seen);
            expected.add("gap");
            expected.addAll(kept);
            assertThat(page.ids()).isEqualTo(expected);
            assertThat(page.page().locator(".caption").textContent()).contains("no data");
        }
    }

    private List<String> publishBatch(String name, int events) throws IOException, InterruptedException {
        server.publishLines(IntStream.range(0, events)
                .mapToObj(n -> Publisher.numbered(name, n))
                .toList());
        return server.ids();
    }

    @Test
    void saysThatItReconnectsAndTheButtonEndsTheWait() throws StartException {
        try (OpenPage page = OpenPage.live(chromium.browser(), server.url()).expectOutage()) {
            server.stop();
            page.page().getByText("Reconnecting in").waitFor();
            assertThat(page.page().locator("#announcements").textContent()).contains("Connection lost");
            server.startAgain();
            page.page().keyboard().press("r");
            page.untilLive();
        }
    }

    @Test
    void triesAgainByItselfWhenTheHistoryCannotBeRead() {
        try (OpenPage page = OpenPage.sized(chromium.browser(), server.url(), 1280, 800, ColorScheme.LIGHT)
                .before(raw -> raw.route("**/api/v1/events?*", Route::abort))
                .expectOutage()) {
            page.load("/#/feed");
            page.page().getByText("Recent events could not be read").waitFor();
            page.page().unroute("**/api/v1/events?*");
            page.untilLive();
        }
    }

    private OpenPage withoutWebSockets() {
        return OpenPage.sized(chromium.browser(), server.url(), 1280, 800, ColorScheme.LIGHT)
                .before(raw -> raw.routeWebSocket(SOCKET, WebSocketRoute::close));
    }
}
