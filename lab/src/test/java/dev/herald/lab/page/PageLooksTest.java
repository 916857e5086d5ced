package dev.herald.lab.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.herald.server.StartException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keyboard, sizes, colours and the policy that the page lives under. */
final class PageLooksTest {
    private static final String BACKGROUND = "() => getComputedStyle(document.body).backgroundColor";
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
    void startServer() throws IOException, StartException, InterruptedException {
        server = new Served(folder);
        for (int n = 0; n < 60; n++) {
            server.publish(Publisher.numbered("event", n));
        }
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void everythingCanBeDoneWithTheKeyboard() {
        try (OpenPage open = OpenPage.live(chromium.browser(), server.url())) {
            open.untilShown(60);
            Page page = open.page();
            Keyboard keys = page.keyboard();
            keys.press("Tab");
            assertThat(focused(page)).isEqualTo("Skip to the events");
            keys.press("Enter");
            page.locator("#feed:focus").waitFor();
            keys.press("ArrowDown");
            keys.press("ArrowDown");
            page.locator("[aria-selected=true]").getByText("event 58").waitFor();
            keys.press("Enter");
            page.locator(".details .fields").getByText("event 58").waitFor();
            keys.press("j");
            page.locator(".details .fields").getByText("event 57").waitFor();
            keys.press("Escape");
            page.locator("#feed:focus").waitFor();
            open.untilGone(".details");
            keys.press("/");
            keys.type("event 1p");
            assertThat(page.locator("#search").inputValue()).isEqualTo("event 1p");
            open.untilShown(0);
            keys.press("Escape");
            keys.press("c");
            open.untilShown(60);
            keys.press("p");
            page.locator("#pause[aria-pressed=true]").waitFor();
            keys.press("?");
            page.locator("dialog").waitFor();
        }
    }

    @Test
    void everyControlHasANameAndAVisibleFocus() {
        try (OpenPage open = OpenPage.live(chromium.browser(), server.url())) {
            open.untilShown(60);
            for (int i = 0; i < 12; i++) {
                open.page().keyboard().press("Tab");
                assertThat(open.page().evaluate("""
                        () => {
                          const e = document.activeElement;
                          const name = e.getAttribute('aria-label') || e.textContent || e.labels?.[0]?.textContent;
                          return e === document.body || (name.trim() !== '' && getComputedStyle(e).outlineStyle !== 'none');
                        }""")).as("control %s", i).isEqualTo(true);
            }
        }
    }

    @Test
    void fitsAPhone() {
        try (OpenPage open = OpenPage.sized(chromium.browser(), server.url(), 360, 740, ColorScheme.DARK)) {
            open.load("/#/feed");
            open.untilRow("event 59");
            assertThat(open.page().evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo(true);
            assertThat(open.page().evaluate("""
                    () => [...document.querySelectorAll('.row')].every((row) =>
                      [...row.children].every((cell) => cell.getBoundingClientRect().right <= innerWidth + 1))""")).isEqualTo(true);
            open.row("event 59").click();
            open.page().locator(".details .fields").getByText("event 59").waitFor();
            open.page().locator(".details .icon").click();
            open.untilGone(".details");
        }
    }

    @Test
    void followsTheSystemsColoursUnlessTheReaderChooses() {
        try (OpenPage light = OpenPage.live(chromium.browser(), server.url());
                OpenPage dark = OpenPage.sized(chromium.browser(), server.url(), 1280, 800, ColorScheme.DARK)) {
            dark.load("/#/feed");
            dark.untilLive();
            Object white = light.page().evaluate(BACKGROUND);
            Object black = dark.page().evaluate(BACKGROUND);
            assertThat(black).isNotEqualTo(white);
            dark.page().keyboard().press("t");
            assertThat(dark.page().evaluate(BACKGROUND)).isEqualTo(white);
            dark.page().reload();
            dark.untilLive();
            assertThat(dark.page().evaluate(BACKGROUND)).isEqualTo(white);
        }
    }

    @Test
    void theServerSendsAPolicyThatForbidsInlineCodeAndStrangers() throws IOException, InterruptedException {
        String policy = server.answer("/")
                .headers()
                .firstValue("Content-Security-Policy")
                .orElse("");
        assertThat(policy)
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'");
        assertThat(policy).doesNotContain("unsafe");
        assertThat(server.answer("/").body()).doesNotContain("style=\"", "onclick", "<style", "http://", "https://");
    }

    private static Object focused(Page page) {
        return page.evaluate("() => document.activeElement.textContent");
    }
}
