package dev.herald.lab.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The page as a person sees it. It remembers everything that must not happen (script errors, broken policy, requests to
 * others), and {@link #close} fails the test if anything did. The test's thread.
 */
final class OpenPage implements AutoCloseable {
    /** Scrolls from top to bottom and tells the ids of all rows, newest first, in the order of their place. */
    private static final String ALL_IDS = """
            async () => {
              const feed = document.getElementById('feed');
              const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
              const byPlace = new Map();
              for (let top = 0; ; top += feed.clientHeight) {
                feed.scrollTop = top;
                await frame();
                for (const row of document.querySelectorAll('.row')) {
                  byPlace.set(Number(row.getAttribute('aria-rowindex')), row.dataset.id ?? 'gap');
                }
                if (feed.scrollTop + feed.clientHeight >= feed.scrollHeight - 1) break;
              }
              feed.scrollTop = 0;
              await frame();
              return [...byPlace].sort((a, b) => a[0] - b[0]).map(([, id]) => id);
            }""";

    private final BrowserContext context;
    private final Page page;
    private final String url;
    private final List<String> problems = new ArrayList<>();
    private boolean isOutageExpected;
    private boolean isRefusalExpected;
    private boolean isConflictExpected;

    private OpenPage(BrowserContext context, String url) {
        this.context = context;
        this.url = url;
        page = context.newPage();
        page.onPageError(error -> problems.add("script error: " + error));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                problems.add(message.text());
            }
        });
        page.onRequest(request -> {
            if (!request.url().startsWith(url) && !request.url().startsWith("data:")) {
                problems.add("asked somebody else: " + request.url());
            }
        });
    }

    /** An ordinary window, loaded and live. */
    static OpenPage live(Browser browser, String url) {
        OpenPage open = sized(browser, url, 1280, 800, ColorScheme.LIGHT);
        open.load("/#/feed");
        open.untilLive();
        return open;
    }

    static OpenPage sized(Browser browser, String url, int width, int height, ColorScheme colors) {
        return new OpenPage(
                browser.newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, height)
                        .setColorScheme(colors)),
                url);
    }

    OpenPage before(Consumer<Page> preparation) {
        preparation.accept(page);
        return this;
    }

    void load(String path) {
        page.navigate(url + path);
    }

    Page page() {
        return page;
    }

    Locator row(String text) {
        return page.locator(".row").filter(new Locator.FilterOptions().setHasText(text));
    }

    void untilRow(String text) {
        row(text).first().waitFor();
    }

    void untilLive() {
        page.locator("[data-link=live]").waitFor();
    }

    void untilLink(String state) {
        page.locator("[data-link=" + state + "]").waitFor();
    }

    void untilShown(int rows) {
        page.locator("[data-shown='" + rows + "']")
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
    }

    void untilGone(String selector) {
        page.locator(selector).waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    }

    int shown() {
        return Integer.parseInt(page.locator("[data-shown]").getAttribute("data-shown"));
    }

    /** All rows held, oldest first. */
    @SuppressWarnings("unchecked")
    List<String> ids() {
        return ((List<String>) page.evaluate(ALL_IDS)).reversed();
    }

    /** Events that the server sent a second time, as the page counted them. */
    String repeated() {
        page.keyboard().press("?");
        String count = page.locator("#repeated").textContent();
        page.keyboard().press("Escape");
        untilGone("dialog");
        return count;
    }

    /** From now on a browser may complain that a server cannot be reached. */
    OpenPage expectOutage() {
        isOutageExpected = true;
        return this;
    }

    /** From now on a browser may tell that a request was refused for its token. */
    OpenPage expectRefusal() {
        isRefusalExpected = true;
        return this;
    }

    /** From now on a browser may tell that a change was refused, for somebody else has been quicker. */
    OpenPage expectConflict() {
        isConflictExpected = true;
        return this;
    }

    @Override
    public void close() {
        context.close();
        assertThat(problems.stream()
                        .filter(problem -> !(isOutageExpected && isOutage(problem)))
                        .filter(problem -> !(isRefusalExpected && problem.contains("status of 401")))
                        .filter(problem -> !(isConflictExpected && problem.contains("status of 412")))
                        .toList())
                .as("what the browser complained about")
                .isEmpty();
    }

    private static boolean isOutage(String problem) {
        return problem.startsWith("WebSocket connection to") || problem.startsWith("Failed to load resource: net::ERR");
    }
}
