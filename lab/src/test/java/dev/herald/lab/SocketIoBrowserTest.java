package dev.herald.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import dev.herald.access.Role;
import dev.herald.lab.page.Chromium;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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

/** {@code socket.io-client} in Chromium, on a page of another origin than the server's. */
@Timeout(120)
class SocketIoBrowserTest {
    private static final int EVENTS = 2_000;
    private static final List<List<String>> WAYS =
            List.of(List.of("polling"), List.of("websocket"), List.of("polling", "websocket"));

    /** Connects, publishes from the page itself, and tells what it heard; with a cut in the middle where it is given. */
    private static final String HEAR = """
            async ({url, token, project, transports, count, isCut}) => {
              const {io} = await import("/socket.io.esm.min.js");
              const socket = io(url + "/ws", {forceNew: true, transports, reconnectionDelay: 20, auth: {token}});
              const steps = [];
              const recoveries = [];
              let wake = () => {};
              socket.on("custom.step", (event) => { steps.push(event.data.step); wake(); });
              const until = async (enough) => {
                while (steps.length < enough) await new Promise((resolve) => { wake = resolve; });
              };
              const publish = async (from, to) => {
                const lines = [];
                for (let step = from; step < to; step++) {
                  lines.push(JSON.stringify({type: "custom.step", project_id: project, data: {step}}));
                }
                const headers = {"Content-Type": "application/x-ndjson", Authorization: "Bearer " + token};
                const answer = await fetch(url + "/api/v1/events", {method: "POST", headers, body: lines.join("\\n")});
                if (answer.status !== 200) throw new Error("not published: " + answer.status);
              };
              await new Promise((resolve, reject) => {
                socket.once("connect", resolve);
                socket.once("connect_error", reject);
              });
              socket.on("connect", () => recoveries.push(socket.recovered));
              const ack = await socket.emitWithAck("subscribe", {room: "project:" + project});
              await publish(0, count / 2);
              await until(count / 2);
              if (isCut) {
                const back = new Promise((resolve) => { socket.once("connect", resolve); });
                const lost = new Promise((resolve) => { socket.once("disconnect", resolve); });
                let isLost = false;
                lost.then(() => { isLost = true; });
                while (!isLost) await Promise.race([lost, window.cutTheNetwork()]);
                await back;
              }
              await publish(count / 2, count);
              await until(count);
              const transport = socket.io.engine.transport.name;
              socket.disconnect();
              return {ack: ack.status, transport, steps, recoveries};
            }""";

    /** Why the socket is not let in. */
    private static final String REFUSAL = """
            async ({url, token, transports}) => {
              const {io} = await import("/socket.io.esm.min.js");
              const socket = io(url + "/ws", {forceNew: true, transports, reconnection: false, auth: {token}});
              const error = await new Promise((resolve, reject) => {
                socket.once("connect_error", resolve);
                socket.once("connect", () => reject(new Error("it was let in")));
              });
              socket.disconnect();
              return error.data?.code ?? "no answer";
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

    /** A front end somewhere else: a page, and the library as npm brings it. */
    @BeforeEach
    void start() throws IOException {
        pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] library = Files.readAllBytes(
                NodeScripts.FOLDER.resolve("node_modules/socket.io-client/dist/socket.io.esm.min.js"));
        byte[] page = "<!doctype html><title>a front end</title>".getBytes(StandardCharsets.UTF_8);
        pages.createContext("/", exchange -> {
            boolean isLibrary = exchange.getRequestURI().getPath().endsWith(".js");
            byte[] body = isLibrary ? library : page;
            exchange.getResponseHeaders().add("Content-Type", isLibrary ? "text/javascript" : "text/html");
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        pages.start();
        context = chromium.browser().newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true));
    }

    @AfterEach
    void stop() {
        context.close();
        pages.stop(0);
    }

    private String origin() {
        return "http://127.0.0.1:" + pages.getAddress().getPort();
    }

    private RunningServer server(Map<String, List<String>> more, String... origins) throws Exception {
        Map<String, List<String>> settings = new HashMap<>(more);
        settings.put("cors-origins", List.of(origins));
        return RunningServer.guarded(temporary.resolve("data"), settings);
    }

    private void assertHearsEverything(URI url, Runnable cut) {
        Page page = context.newPage();
        page.exposeFunction("cutTheNetwork", _ -> {
            cut.run();
            return null;
        });
        page.navigate(origin());
        for (List<String> transports : WAYS) {
            boolean isCut = url.getScheme().equals("http") && cut != NO_CUT;
            Map<String, Object> given = Map.of(
                    "url",
                    url.toString(),
                    "token",
                    RunningServer.token("ann", Role.PUBLISHER, "*"),
                    "project",
                    "browser-" + String.join("-", transports),
                    "transports",
                    transports,
                    "count",
                    EVENTS,
                    "isCut",
                    isCut);
            Map<?, ?> heard = (Map<?, ?>) page.evaluate(HEAR, given);
            assertThat(heard.get("ack")).isEqualTo("success");
            assertThat(heard.get("transport")).isEqualTo(transports.getLast());
            assertThat(heard.get("steps"))
                    .isEqualTo(new ArrayList<Object>(
                            IntStream.range(0, EVENTS).boxed().toList()));
            if (isCut) {
                assertThat((List<?>) heard.get("recoveries")).isNotEmpty().allMatch(Boolean.TRUE::equals);
            }
        }
        page.close();
    }

    private static final Runnable NO_CUT = () -> {};

    @Test
    void aPageOfANamedOriginHearsEverythingAlsoWhenItsNetworkGoesAway() throws Exception {
        try (RunningServer server = server(Map.of(), origin());
                ManualProxy network = new ManualProxy(server.port())) {
            assertHearsEverything(network.address(), network::cut);
        }
    }

    @Test
    void theSameOverTls() throws Exception {
        Certificate certificate = Certificate.make(temporary.resolve("keys"));
        try (RunningServer server = server(certificate.settings(), origin())) {
            assertHearsEverything(server.uri("https", ""), NO_CUT);
        }
    }

    @Test
    void theSameThroughAProxy() throws Exception {
        try (RunningServer server = server(Map.of(), origin());
                Nginx nginx = Nginx.before(server.port(), temporary.resolve("nginx"))) {
            assertHearsEverything(nginx.address(), NO_CUT);
        }
    }

    @Test
    void aPageOfAnotherOriginIsNotLetInAndAWrongTokenIsToldWhy() throws Exception {
        try (RunningServer server = server(Map.of(), origin())) {
            Page page = context.newPage();
            for (List<String> transports : WAYS) {
                page.navigate(origin());
                assertThat(refusal(page, server, transports, "no.such.token")).isEqualTo("AUTH_FAILED");
                assertThat(refusal(page, server, transports, "")).isEqualTo("AUTH_MISSING");
                page.navigate(origin().replace("127.0.0.1", "localhost"));
                assertThat(refusal(page, server, transports, RunningServer.token("ann", Role.VIEWER, "*")))
                        .isEqualTo("no answer");
            }
        }
    }

    private static Object refusal(Page page, RunningServer server, List<String> transports, String token) {
        return page.evaluate(
                REFUSAL, Map.of("url", server.uri("http", "").toString(), "token", token, "transports", transports));
    }
}
