package dev.herald.lab.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import dev.herald.lab.RunningServer;
import dev.herald.lab.page.Chromium;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a page of somebody else's can make Chromium ask of an open server. */
@Timeout(120)
final class ForeignPageTest {
    /** Everything that loads without asking: it tells nothing, and is over when all of it has failed. */
    private static final String LOAD = """
            async (url) => {
              const over = (element) => new Promise((resolve) => {
                element.onload = element.onerror = resolve;
                document.body.append(element);
              });
              const image = (path) => over(Object.assign(new Image(), {src: url + path}));
              const made = (name, more) => over(Object.assign(document.createElement(name), more));
              await Promise.all([
                image("/api/v1/events?limit=1000&page=1"),
                image("/socket.io/?EIO=4&transport=polling&t=1"),
                image("/sse?t=1"),
                image("/health"),
                made("script", {src: url + "/api/v1/events?limit=1000&page=2"}),
                made("link", {rel: "stylesheet", href: url + "/socket.io/?EIO=4&transport=polling&t=2"}),
                made("iframe", {src: url + "/api/v1/events?limit=1000&page=3"}),
                fetch(url + "/api/v1/events?limit=1000&page=4", {mode: "no-cors"}).catch(() => {}),
                fetch(url + "/socket.io/?EIO=4&transport=polling&t=3", {mode: "no-cors"}).catch(() => {}),
                fetch(url + "/api/v1/events?limit=1000&page=5").catch(() => {}),
                new Promise((resolve) => {
                  const source = new EventSource(url + "/sse?t=2");
                  source.onerror = () => { source.close(); resolve(); };
                }),
              ]);
            }""";

    private static final int LOADED = 11;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static Chromium chromium;

    @TempDir
    private Path folder;

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

    @BeforeEach
    void start() throws IOException {
        byte[] page = "<!doctype html><title>somebody else's</title><body>".getBytes(StandardCharsets.UTF_8);
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

    /** Another port is the same site to a browser, another name is not. */
    private List<String> foreignPages() {
        int port = pages.getAddress().getPort();
        return List.of("http://127.0.0.1:" + port, "http://localhost:" + port);
    }

    @Test
    void nothingThatAForeignPageLoadsIsAnswered() throws Exception {
        try (RunningServer server = RunningServer.start(folder.resolve("data"), Map.of())) {
            String url = "http://127.0.0.1:" + server.port();
            for (String foreign : foreignPages()) {
                Page page = context.newPage();
                page.navigate(foreign);
                double refusedBefore = answered(server, "4xx");
                double grantedBefore = answered(server, "2xx");
                page.evaluate(LOAD, url);
                // Chromium shows nobody what it blocks, so that the server is asked.
                assertThat(answered(server, "2xx") - grantedBefore)
                        .as("answered to %s, beside the question for these figures", foreign)
                        .isEqualTo(1);
                assertThat(answered(server, "4xx") - refusedBefore).as(foreign).isEqualTo(LOADED);
                page.close();
            }
        }
    }

    private static double answered(RunningServer server, String statuses) throws IOException, InterruptedException {
        String metrics = HTTP.send(
                        HttpRequest.newBuilder(server.uri("http", "/metrics")).build(), BodyHandlers.ofString())
                .body();
        String line = "herald_http_requests_total{status=\"" + statuses + "\"} ";
        return metrics.lines()
                .filter(one -> one.startsWith(line))
                .mapToDouble(one -> Double.parseDouble(one.substring(line.length())))
                .sum();
    }

    @Test
    void aLinkLeadsToThePageAndANamedOriginMayFetch() throws Exception {
        String named = foreignPages().getLast();
        try (RunningServer server =
                RunningServer.start(folder.resolve("data"), Map.of("cors-origins", List.of(named)))) {
            String url = "http://127.0.0.1:" + server.port();
            Page page = context.newPage();
            page.navigate(named);
            assertThat(page.evaluate("async (url) => (await fetch(url + '/api/v1/events')).status", url))
                    .isEqualTo(200);
            page.navigate(foreignPages().getFirst());
            page.evaluate("(url) => { document.body.innerHTML = `<a href='${url}/'>Herald</a>`; }", url);
            assertThat(page.waitForResponse(url + "/", () -> page.click("a")).status())
                    .isEqualTo(200);
            page.waitForURL(url + "/");
            assertThat(page.title()).contains("Herald");
        }
    }
}
