package dev.herald.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import dev.herald.access.Role;
import dev.herald.lab.page.Chromium;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Event streams in Chromium, on a page of another origin than the server's, with the browser's credentials. */
@Timeout(120)
class EventStreamBrowserTest {
    private static final int EVENTS = 200;

    /** Hears a stream with a cut in the middle, and publishes from the page itself. */
    private static final String HEAR = """
            async ({url, token, project, isPolyfilled, count}) => {
              const steps = [];
              let wake = () => {};
              const until = async (enough) => {
                while (steps.length < enough) await new Promise((resolve) => { wake = resolve; });
              };
              const publish = async (from, to) => {
                const lines = [];
                for (let step = from; step < to; step++) {
                  lines.push(JSON.stringify({type: "custom.step", project_id: project, data: {step}}));
                }
                const headers = {"Content-Type": "application/x-ndjson", Authorization: "Bearer " + token};
                const body = lines.join("\\n");
                const answer =
                    await fetch(url + "/api/v1/events", {method: "POST", credentials: "include", headers, body});
                if (answer.status !== 200) throw new Error("not published: " + answer.status);
              };
              const stream = url + "/sse?project_id=" + project;
              const headers = {Authorization: "Bearer " + token, "Cache-Control": "no-cache"};
              const source = isPolyfilled
                  ? new EventSourcePolyfill(stream, {withCredentials: true, heartbeatTimeout: 60000, headers})
                  : new EventSource(stream + "&token=" + token, {withCredentials: true});
              let opened = 0;
              await new Promise((resolve, reject) => {
                source.onopen = () => { opened++; resolve(); };
                source.onerror = () => { if (opened === 0) reject(new Error("the browser does not let it in")); };
              });
              source.onmessage = ({data}) => {
                const message = JSON.parse(data);
                if (message.type === "custom.step") { steps.push(message.data.step); wake(); }
                if (message.type === "gap") throw new Error("a gap");
              };
              await publish(0, count / 2);
              await until(count / 2);
              await window.cutTheNetwork();
              await publish(count / 2, count);
              await until(count);
              source.close();
              return {steps, opened};
            }""";

    private static Chromium chromium;

    @TempDir
    private Path temporary;

    private HttpServer pages;
    private BrowserContext context;

    @BeforeAll
    static void open() {
        chromium = new Chromium();
    }

    @AfterAll
    static void close() {
        chromium.close();
    }

    /** A front end somewhere else: a page with the polyfill as npm brings it. */
    @BeforeEach
    void start() throws IOException {
        String library = Files.readString(
                NodeScripts.FOLDER.resolve("node_modules/event-source-polyfill/src/eventsource.min.js"));
        byte[] page = ("<!doctype html><title>a front end</title><script>" + library + "</script>")
                .getBytes(StandardCharsets.UTF_8);
        pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pages.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            try (var out = exchange.getResponseBody()) {
                out.write(page);
            }
        });
        pages.start();
        context = chromium.browser().newContext();
    }

    @AfterEach
    void stop() {
        context.close();
        pages.stop(0);
    }

    @Test
    void aPageOfANamedOriginHearsEverythingWithItsCredentialsAlsoWhenItsNetworkGoesAway() throws Exception {
        String origin = "http://127.0.0.1:" + pages.getAddress().getPort();
        try (RunningServer server =
                        RunningServer.guarded(temporary.resolve("data"), Map.of("cors-origins", List.of(origin)));
                ManualProxy network = new ManualProxy(server.port())) {
            Page page = context.newPage();
            page.exposeFunction("cutTheNetwork", _ -> {
                network.cut();
                return null;
            });
            page.navigate(origin);
            for (boolean isPolyfilled : List.of(false, true)) {
                Map<?, ?> heard = (Map<?, ?>) page.evaluate(
                        HEAR,
                        Map.of(
                                "url",
                                network.address().toString(),
                                "token",
                                RunningServer.token("ann", Role.PUBLISHER, "*"),
                                "project",
                                isPolyfilled ? "polyfill" : "native",
                                "isPolyfilled",
                                isPolyfilled,
                                "count",
                                EVENTS));
                assertThat(heard.get("steps"))
                        .isEqualTo(new ArrayList<Object>(
                                IntStream.range(0, EVENTS).boxed().toList()));
                assertThat((Integer) heard.get("opened")).isGreaterThan(1);
            }
        }
    }
}
