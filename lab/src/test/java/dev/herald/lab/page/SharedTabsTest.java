package dev.herald.lab.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The client in the tabs of a real browser, with its locks, channels and its back/forward cache. A picture of the
 * server's own is the page: it asks the server for nothing itself.
 */
@Timeout(120)
final class SharedTabsTest {
    private static final String CONNECT = """
            async () => {
              const { connect } = await import('/client/index.js');
              globalThis.heard = [];
              globalThis.connection = connect({ project: 'tabs' });
              connection.addEventListener('custom.step', ({ detail }) => heard.push(detail.data.step));
              if (connection.state.name !== 'live') {
                await new Promise((done) => connection.addEventListener('open', done, { once: true }));
              }
            }""";

    @TempDir
    private Path folder;

    @Test
    void tabsShareOneConnectionAndOneThatIsClosedTakesNothingWithIt() throws Exception {
        try (Served server = new Served(folder);
                Chromium chromium = new Chromium();
                BrowserContext context = chromium.browser().newContext()) {
            Page first = tab(context, server);
            Page second = tab(context, server);
            assertThat(connections(server)).isEqualTo(1);
            publish(server, 0, 300);
            untilHeard(first, 300);
            untilHeard(second, 300);
            first.close();
            publish(server, 300, 300);
            untilHeard(second, 600);
            // It leaves the page and comes back: what happened meanwhile is heard, however the browser has kept it.
            Page third = tab(context, server);
            second.navigate(server.url() + "/icon.svg?other");
            publish(server, 600, 50);
            second.goBack();
            untilHeard(third, 50);
            if (second.evaluate("() => typeof heard").equals("object")) {
                untilHeard(second, 650);
            }
            assertThat(third.evaluate("() => heard"))
                    .isEqualTo(IntStream.range(600, 650).boxed().toList());
            assertThat(connections(server)).isEqualTo(1);
        }
    }

    private static Page tab(BrowserContext context, Served server) {
        Page page = context.newPage();
        page.navigate(server.url() + "/icon.svg");
        page.evaluate(CONNECT);
        return page;
    }

    private static void publish(Served server, int from, int count) throws Exception {
        List<String> lines = new ArrayList<>();
        for (int step = from; step < from + count; step++) {
            lines.add("{\"type\":\"custom.step\",\"project_id\":\"tabs\",\"data\":{\"step\":" + step + "}}");
        }
        server.publishLines(lines);
    }

    private static void untilHeard(Page page, int count) {
        page.waitForFunction("(count) => heard.length >= count", count);
        assertThat((Integer) page.evaluate("() => heard.length")).isEqualTo(count);
        assertThat(page.evaluate("() => heard.every((step, i) => i === 0 || step === heard[i - 1] + 1)"))
                .isEqualTo(true);
    }

    private static int connections(Served server) throws Exception {
        return new ObjectMapper()
                .readTree(server.answer("/api/v1/dashboard/ws/stats").body())
                .path("websocket_connections")
                .asInt();
    }
}
