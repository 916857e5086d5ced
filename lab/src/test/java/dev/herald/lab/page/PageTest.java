package dev.herald.lab.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.herald.server.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page shows and does while the server is there. */
final class PageTest {
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
    void showsAChangedFile() throws IOException {
        try (OpenPage page = OpenPage.live(chromium.browser(), server.url())) {
            Files.createDirectories(server.watched().resolve("beds"));
            Files.writeString(server.watched().resolve("beds/tomatoes.txt"), "red");
            page.untilRow("tomatoes.txt");
            Locator row = page.row("tomatoes.txt").first();
            assertThat(row.locator(".type").textContent()).isEqualTo("file_change");
            assertThat(row.locator(".project").textContent()).isEqualTo("garden");
            assertThat(row.locator(".tag").textContent()).isEqualTo("created");
            assertThat(row.locator("time").getAttribute("datetime")).endsWith("Z");
        }
    }

    @Test
    void anEmptyPageSaysWhatToDoAndItsButtonDoesIt() {
        try (OpenPage page = OpenPage.live(chromium.browser(), server.url())) {
            assertThat(page.page().locator(".empty").textContent())
                    .contains("No events yet", "herald watch", server.url());
            assertThat(page.page().locator(".figures").textContent()).contains("no data");
            page.page().locator(".empty button").click();
            page.untilRow("Hello");
            page.untilShown(1);
        }
    }

    @Test
    void historyAndLiveMeetWithoutAHoleOrADouble() throws IOException, InterruptedException {
        publishBatch("before", 300);
        Publisher meanwhile = new Publisher(server, "meanwhile", 150);
        meanwhile.awaitHalf();
        try (OpenPage page = OpenPage.live(chromium.browser(), server.url())) {
            meanwhile.awaitDone();
            server.publish(Publisher.numbered("last", 0));
            page.untilRow("last 0");
            List<String> kept = server.ids();
            List<String> shown = page.ids();
            assertThat(shown).hasSizeGreaterThanOrEqualTo(200);
            assertThat(shown).isEqualTo(kept.subList(kept.size() - shown.size(), kept.size()));
            assertThat(page.repeated()).isEqualTo("0");
        }
    }

    @Test
    void olderEventsAreBroughtOnDemandUpToTheFirst() throws IOException, InterruptedException {
        publishBatch("old", 450);
        try (OpenPage page = OpenPage.live(chromium.browser(), server.url())) {
            page.untilShown(200);
            page.page().keyboard().press("o");
            page.untilShown(400);
            page.page().keyboard().press("o");
            page.untilShown(450);
            assertThat(page.ids()).isEqualTo(server.ids());
            assertThat(page.page().locator(".end").textContent()).contains("beginning");
        }
    }

    @Test
    void filtersByTypeProjectAndTextAndKeepsTheFilterInTheAddress() throws IOException, InterruptedException {
        server.publish("{\"type\":\"commit\",\"project_id\":\"one\",\"data\":{\"message\":\"Plant beans\"}}");
        server.publish("{\"type\":\"commit\",\"project_id\":\"two\",\"data\":{\"message\":\"Plant peas\"}}");
        server.publish("{\"type\":\"custom.note\",\"project_id\":\"two\",\"data\":{\"message\":\"Rain\"}}");
        server.publish("{\"type\":\"custom.note\",\"data\":{\"message\":\"Nobody's\"}}");
        try (OpenPage page = OpenPage.live(chromium.browser(), server.url())) {
            page.untilShown(4);
            page.page().locator("[data-type=commit]").click();
            page.untilShown(2);
            page.page().selectOption("#project", "two");
            page.untilShown(1);
            server.publish("{\"type\":\"commit\",\"data\":{\"message\":\"Of no project\"}}");
            server.publish("{\"type\":\"commit\",\"project_id\":\"two\",\"data\":{\"message\":\"Pick peas\"}}");
            page.untilRow("Pick peas");
            page.untilShown(2);
            page.page().reload();
            page.untilShown(2);
            page.page().locator("#search").fill("PICK");
            page.untilShown(1);
            page.page().getByText("Clear filter").first().click();
            page.untilShown(6);
            assertThat(page.page().url()).isEqualTo(server.url() + "/#/feed");
        }
    }

    @Test
    void pausingHoldsTheRowsAndResumingShowsEverything() throws IOException, InterruptedException {
        publishBatch("first", 3);
        try (OpenPage page = OpenPage.live(chromium.browser(), server.url())) {
            page.untilShown(3);
            page.page().keyboard().press("p");
            publishBatch("second", 40);
            page.page().locator("#pause").getByText("40 new").waitFor();
            assertThat(page.shown()).isEqualTo(3);
            page.page().keyboard().press("p");
            page.untilShown(43);
            assertThat(page.ids()).isEqualTo(server.ids());
        }
    }

    @Test
    void hostileNamesAndTextsAreTextAndNothingElse() throws IOException, InterruptedException {
        String name = "<img src=x onerror=document.title='taken'>";
        String turned = "\u202Egpj.exe\nnext";
        try (OpenPage page = OpenPage.live(chromium.browser(), server.url())) {
            Files.writeString(server.watched().resolve(name), "");
            Files.writeString(server.watched().resolve(turned), "");
            server.publish("{\"type\":\"custom.x\",\"data\":{\"message\":"
                    + "\"<script>document.title='taken'</script><b>bold</b>\"}}");
            page.untilRow(name);
            page.untilRow("⟨U+202E⟩gpj.exe⟨U+000A⟩next");
            page.untilRow("<script>document.title='taken'</script><b>bold</b>");
            page.row(name).first().click();
            page.page().locator(".details .fields").getByText("onerror").waitFor();
            Page raw = page.page();
            assertThat(raw.locator("main img, main script, main b").count()).isZero();
            assertThat(raw.title()).isEqualTo("Herald");
        }
    }

    @Test
    void holdsABoundedNumberOfRowsAndElementsUnderLoad() throws IOException, InterruptedException {
        try (OpenPage page = OpenPage.live(chromium.browser(), server.url())) {
            for (int batch = 0; batch < 20; batch++) {
                publishBatch("load" + batch, 1_000);
            }
            server.publish(Publisher.numbered("last", 0));
            page.untilRow("last 0");
            assertThat(page.shown()).isBetween(2_000, 2_300);
            assertThat(page.page().locator(".row").count()).isLessThan(80);
            List<String> kept = server.ids();
            List<String> shown = page.ids();
            assertThat(shown).isEqualTo(kept.subList(kept.size() - shown.size(), kept.size()));
        }
    }

    @Test
    void figuresAndChoicesAreTrueAfterABurst() throws IOException, InterruptedException {
        server.publish("{\"type\":\"custom.rare\",\"project_id\":\"seldom\",\"data\":{}}");
        for (int batch = 0; batch < 20; batch++) {
            publishBatch("burst" + batch, batch == 0 ? 999 : 1_000);
        }
        try (OpenPage page = OpenPage.live(chromium.browser(), server.url())) {
            page.untilShown(200);
            assertThat(figure(page, "last hour")).isEqualTo("20,000");
            assertThat(figure(page, "peak minute").replace(",", "")).isEqualTo(Integer.toString(peakMinute()));
            assertThat(page.page().locator("#project option").allTextContents()).contains("counting", "seldom");
            assertThat(page.page().locator("[data-type='custom.rare']").count()).isOne();
            server.publish(Publisher.numbered("last", 0));
            page.untilRow("last 0");
            page.page().locator(".figures dd").getByText("20,001").first().waitFor();
            page.page().selectOption("#project", "seldom");
            page.untilShown(1);
            assertThat(figure(page, "last hour")).isEqualTo("1");
        }
    }

    @Test
    void onAPhoneManyTypesLeaveRoomForTheRowsAndCanBeFoldedAgain() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        for (int n = 0; n < 300; n++) {
            lines.add("{\"type\":\"custom.area" + n + ".thing\",\"data\":{\"message\":\"m " + n + "\"}}");
        }
        server.publishLines(lines);
        try (OpenPage page = OpenPage.sized(chromium.browser(), server.url(), 390, 844, ColorScheme.LIGHT)) {
            page.load("/#/feed");
            page.untilLive();
            Locator more = page.page().locator(".chip.more");
            more.click();
            page.page().locator("[data-type='custom.area99.thing']").waitFor();
            assertThat(page.page().locator("#feed").boundingBox().height).isGreaterThan(150);
            more.click();
            page.untilGone("[data-type='custom.area99.thing']");
        }
    }

    private int peakMinute() throws IOException, InterruptedException {
        int peak = 0;
        for (JsonNode minute : new ObjectMapper()
                .readTree(server.answer("/api/v1/events/summary").body())
                .get("minutes")) {
            peak = Math.max(peak, minute.get("events").asInt());
        }
        return peak;
    }

    private static String figure(OpenPage page, String name) {
        return page.page()
                .locator(".figures div")
                .filter(new Locator.FilterOptions().setHasText(name))
                .locator("dd")
                .textContent();
    }

    @Test
    void aReaderWhoHasScrolledDownKeepsHisRow() throws IOException, InterruptedException {
        publishBatch("first", 150);
        try (OpenPage page = OpenPage.live(chromium.browser(), server.url())) {
            page.untilShown(150);
            page.page().locator("#feed").evaluate("feed => { feed.scrollTop = 1500; }");
            page.page().locator(".newest").waitFor();
            Object before = page.page().evaluate(TOP_ROW);
            publishBatch("second", 30);
            page.untilShown(180);
            assertThat(page.page().evaluate(TOP_ROW)).isEqualTo(before);
            page.page().locator(".newest").click();
            page.untilRow("second 29");
        }
    }

    private static final String TOP_ROW = """
            () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
              const top = document.getElementById('feed').getBoundingClientRect().top;
              const row = [...document.querySelectorAll('.row')].find((r) => r.getBoundingClientRect().bottom > top + 2);
              done(row.dataset.id);
            })))""";

    private void publishBatch(String name, int events) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        for (int n = 0; n < events; n++) {
            lines.add(Publisher.numbered(name, n));
        }
        server.publishLines(lines);
    }
}
