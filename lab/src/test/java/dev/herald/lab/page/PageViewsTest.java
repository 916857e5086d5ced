package dev.herald.lab.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How things stand, a project, the past and the server, as a person sees and uses them in a real browser. */
@Timeout(240)
final class PageViewsTest {
    private static final List<String> VIEWS =
            List.of("/", "/#/now?wall", "/#/project/shop", "/#/project/quiet", "/#/feed", "/#/server");
    private static final Path AXE = Path.of("src/test/node/node_modules/axe-core/axe.min.js");
    private static final String AXE_RUN = """
            async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }))
              .violations.map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + n.failureSummary).join(' | '))""";

    @TempDir
    private static Path folder;

    private static Served server;
    private static Chromium chromium;

    @BeforeAll
    static void start() throws Exception {
        server = new Served(folder);
        StateOfProjects.publish(server);
        chromium = new Chromium();
    }

    @AfterAll
    static void stop() {
        chromium.close();
        server.close();
    }

    private static OpenPage open(String path) {
        OpenPage open = OpenPage.sized(chromium.browser(), server.url(), 1280, 900, ColorScheme.LIGHT);
        open.load(path);
        return open;
    }

    /** The view is drawn: nothing in it is still being read. */
    private static void untilDrawn(Page page) {
        page.locator("main").waitFor();
        page.waitForFunction("() => !/Reading…/.test(document.querySelector('main').innerText)"
                + " && !document.querySelector('.skeleton')");
    }

    private static void showAll(Page page) {
        Locator more = page.locator(".needs .more[aria-expanded=false]");
        if (more.count() > 0) {
            more.click();
        }
    }

    @Test
    void whatNeedsSomebodyComesFirstAndMovesWithTheEvents() throws Exception {
        try (OpenPage open = open("/")) {
            Page page = open.page();
            page.locator(".need")
                    .getByText("Ivy waits for a permission: may I push?")
                    .waitFor();
            page.locator(".need")
                    .getByText("The last run of nightly failed at integration.")
                    .waitFor();
            page.locator(".need").getByText("(Late) was due on 2020-01-31").waitFor();
            page.locator(".card").getByText("The shop").waitFor();
            page.locator(".card")
                    .getByText("There is no task that is not cancelled.")
                    .waitFor();

            server.publish(StateOfProjects.event(
                    "agent.status_changed", "'agent_id':'fern','agent_name':'Fern','activity':'waiting_for_input'"));
            page.locator(".need").getByText("Fern waits for an answer.").waitFor();
            server.publish(StateOfProjects.event(
                    "agent.status_changed",
                    "'agent_id':'fern','agent_name':'Fern','activity':'done','status':'offline'"));
            open.untilGone(".need:has-text('Fern')");
        }
    }

    @Test
    void aRiskIsAcknowledgedFromWhereItIsSeen() throws Exception {
        server.publish(StateOfProjects.event(
                "task_update", "'task_id':'T-90','title':'Forgotten','status':'todo','due_date':'2021-01-31'"));
        try (OpenPage open = open("/")) {
            Locator need = open.page().locator(".need").filter(new Locator.FilterOptions().setHasText("Forgotten"));
            need.getByText("Acknowledge").click();
            // What somebody knows of comes last.
            open.untilGone(".need:not(.known):has-text('Forgotten')");
            showAll(open.page());
            open.page()
                    .locator(".need.known")
                    .filter(new Locator.FilterOptions().setHasText("Forgotten"))
                    .waitFor();
        }
        server.publish(StateOfProjects.event("task_update", "'task_id':'T-90','action':'deleted'"));
    }

    @Test
    void everyWidgetIsDrawnAndEveryFigureOpensToWhatItIsMadeOf() {
        try (OpenPage open = open("/#/project/shop")) {
            Page page = open.page();
            untilDrawn(page);
            assertThat(page.locator("[data-widget]").count()).isGreaterThan(20);
            assertThat(page.locator("main").innerText())
                    .doesNotContain("could not be drawn", "could not be read", "undefined", "NaN", "[object");
            page.locator("[data-widget=metrics] button.figure").first().click();
            Locator dialog = page.locator("dialog.explained");
            dialog.getByText("n = ").waitFor();
            assertThat(dialog.innerText()).contains("Weight of the leaves that are done");
            dialog.locator("summary").click();
            assertThat(dialog.locator(".made-of li").count()).isPositive();
            page.keyboard().press("Escape");
            open.untilGone("dialog.explained");
            page.locator("[data-widget=workflows] button").getByText("build").click();
            page.locator(".log").getByText("one line of the log").waitFor();
        }
    }

    @Test
    void aTaskIsMovedWithTheMouseAndWithTheKeyboardAndAddedAndChanged() {
        try (OpenPage open = open("/#/project/shop")) {
            Page page = open.page();
            untilDrawn(page);
            page.dragAndDrop("[data-task='T-5']", "[data-status=in_review]");
            page.locator("[data-status=in_review] [data-task='T-5']:not(.pending)")
                    .waitFor();
            page.locator("[data-task='T-5']").focus();
            page.keyboard().press("Alt+ArrowLeft");
            page.locator("[data-status=in_progress] [data-task='T-5']:not(.pending)")
                    .waitFor();

            page.locator("[data-status=todo] button.add").click();
            page.keyboard().type("Pick the last apples");
            page.keyboard().press("Enter");
            Locator added =
                    page.locator(".task").filter(new Locator.FilterOptions().setHasText("Pick the last apples"));
            added.waitFor();
            page.keyboard().press("Escape");
            added.locator("button.edit").click();
            page.locator(".task-form input[name=assignee]").fill("ann");
            page.locator(".task-form").getByText("Save").click();
            page.locator(".task[aria-label*='Pick the last apples'][aria-label*='ann']")
                    .waitFor();
        }
    }

    @Test
    void ofTwoPeopleOnOneTaskTheSecondIsToldAndSeesWhatTheFirstDid() {
        try (OpenPage first = open("/#/project/shop");
                OpenPage second = open("/#/project/shop").expectConflict()) {
            untilDrawn(first.page());
            untilDrawn(second.page());
            Locator task = second.page().locator("[data-task='T-10']");
            task.locator("button.edit").click();
            Locator form = second.page().locator(".task-form");
            form.locator("input[name=title]").fill("Another title");
            first.page().dragAndDrop("[data-task='T-10']", "[data-status=blocked]");
            first.page()
                    .locator("[data-status=blocked] [data-task='T-10']:not(.pending)")
                    .waitFor();
            second.page().locator("[data-status=blocked] [data-task='T-10']").waitFor();
            form.getByText("Save").click();
            second.page().locator(".refused").getByText("Not done.").waitFor();
            // What was typed is still there; now it is meant.
            assertThat(form.locator("input[name=title]").inputValue()).isEqualTo("Another title");
            form.getByText("Save").click();
            first.page()
                    .locator("[data-status=blocked] [data-task='T-10'] .title")
                    .getByText("Another title")
                    .waitFor();
        }
    }

    @Test
    void thePastIsLookedAtAndTheWayBackHasNoHole() throws Exception {
        String before = server.publish(
                StateOfProjects.event("task_update", "'task_id':'T-70','title':'Was here','status':'in_progress'"));
        server.publish(StateOfProjects.event("task_update", "'task_id':'T-70','action':'deleted'"));
        try (OpenPage open = open("/#/project/shop?at=" + before)) {
            Page page = open.page();
            page.locator("[data-status=in_progress] [data-task='T-70']").waitFor();
            page.locator(".link.info").getByText("In the past").waitFor();
            assertThat(page.locator("[data-task='T-70']").getAttribute("draggable"))
                    .isEqualTo("false");
            page.getByText("Back to now").click();
            open.untilGone("[data-task='T-70']");
            assertThat(page.url()).doesNotContain("at=");
            open.untilLive();
            server.publish(
                    StateOfProjects.event("task_update", "'task_id':'T-71','title':'Came after','status':'todo'"));
            page.locator("[data-task='T-71']").waitFor();
            server.publish(StateOfProjects.event("task_update", "'task_id':'T-71','action':'deleted'"));
            open.untilGone("[data-task='T-71']");
        }
        try (OpenPage open = open("/#/feed?at=" + before)) {
            Locator newest = open.page().locator(".row[data-id]").first();
            newest.waitFor();
            assertThat(newest.getAttribute("data-id")).isEqualTo(before);
        }
    }

    @Test
    void aLayoutIsArrangedWithTheKeyboardAndKept() {
        try (OpenPage open = open("/#/project/shop")) {
            Page page = open.page();
            untilDrawn(page);
            page.getByText("Arrange").click();
            page.locator("[data-widget=health] [aria-label='Health: remove']").press("Enter");
            open.untilGone("[data-widget=health]");
            page.locator("[aria-label='Risks: earlier']").press("Enter");
            page.locator("[aria-label='Risks: narrower']").press("Enter");
            page.getByText("Keep as my own").click();
            open.untilGone(".layout-bar.arranging");
            page.reload();
            untilDrawn(page);
            open.untilGone("[data-widget=health]");
            assertThat(page.locator("[data-widget]").first().getAttribute("data-widget"))
                    .isEqualTo("risks");
            assertThat(page.locator("[data-widget=risks]").getAttribute("class"))
                    .contains("w-1");
            page.locator(".layout-bar select").selectOption("standard");
            page.locator("[data-widget=health]").waitFor();
        }
    }

    @Test
    void nothingInAnyViewIsOutOfReach() throws Exception {
        String axe = Files.readString(AXE);
        for (String view : VIEWS) {
            try (OpenPage open = open(view)) {
                untilDrawn(open.page());
                open.page().evaluate(axe);
                for (ColorScheme colors : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                    open.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colors));
                    assertThat((List<?>) open.page().evaluate(AXE_RUN))
                            .as("%s in %s", view, colors)
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void nothingSticksOutOnAnyScreen() {
        for (String view : VIEWS) {
            try (OpenPage open = open(view)) {
                untilDrawn(open.page());
                for (int width : new int[] {360, 3840}) {
                    open.page().setViewportSize(width, 900);
                    assertThat((Integer) open.page().evaluate("""
                                    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(
                                      () => done(document.documentElement.scrollWidth))))"""))
                            .as("%s at %s pixels", view, width)
                            .isLessThanOrEqualTo(width);
                }
            }
        }
    }

    @Test
    void whatEventsSayIsTextInEveryView() throws Exception {
        String evil = "<img src=x onerror=document.title='owned'><script>document.title='owned'</script>\\u202e\\\"'";
        for (String line : List.of(
                event("project.updated", "\"project_name\":\"" + evil + "\",\"description\":\"" + evil + "\""),
                event(
                        "task_update",
                        "\"task_id\":\"E-1\",\"title\":\"" + evil + "\",\"assignee\":\"" + evil
                                + "\",\"due_date\":\"2020-01-01\",\"labels\":[\"" + evil + "\"]"),
                event(
                        "agent.status_changed",
                        "\"agent_id\":\"evil\",\"agent_name\":\"" + evil
                                + "\",\"activity\":\"waiting_for_input\",\"reason\":\"" + evil + "\""),
                event(
                        "pr.created",
                        "\"pr_id\":\"1\",\"title\":\"" + evil + "\",\"author\":\"" + evil
                                + "\",\"github_url\":\"javascript:alert(1)\""),
                event("issue.created", "\"issue_id\":\"1\",\"title\":\"" + evil + "\",\"labels\":[\"" + evil + "\"]"),
                event(
                        "workflow.failed",
                        "\"workflow_id\":\"1\",\"workflow_name\":\"" + evil + "\",\"current_step\":\"" + evil + "\""),
                event(
                        "commit",
                        "\"commit_hash\":\"" + evil + "\",\"message\":\"" + evil + "\",\"author\":\"" + evil + "\""),
                event("file_change", "\"file_path\":\"" + evil + "\""),
                event(
                        "deployment.succeeded",
                        "\"deployment_id\":\"1\",\"environment\":\"" + evil + "\",\"url\":\"javascript:1\""),
                event("risk_alert", "\"risk_id\":\"1\",\"severity\":\"critical\",\"message\":\"" + evil + "\""),
                event(
                        "ai.suggestion",
                        "\"suggestion_id\":\"1\",\"title\":\"" + evil + "\",\"description\":\"" + evil + "\""))) {
            server.publish(line);
        }
        for (String view : List.of("/", "/#/project/evil", "/#/feed?project=evil")) {
            try (OpenPage open = open(view)) {
                untilDrawn(open.page());
                open.page().locator("main").getByText("onerror").first().waitFor();
                assertThat(
                                open.page()
                                        .evaluate(
                                                "() => [...document.querySelectorAll('img:not([src=\"icon.svg\"]), a[href^=javascript], main script')].length"))
                        .isEqualTo(0);
                assertThat(open.page().title()).doesNotContain("owned");
            }
        }
        server.publish("{\"type\":\"project.deleted\",\"project_id\":\"evil\",\"data\":{}}");
    }

    private static String event(String type, String data) {
        return "{\"type\":\"" + type + "\",\"project_id\":\"evil\",\"data\":{" + data + "}}";
    }

    @Test
    void whatHappenedWhileSomebodyWasAwayIsTold() {
        try (OpenPage open = OpenPage.sized(chromium.browser(), server.url(), 1280, 900, ColorScheme.LIGHT)) {
            open.before(
                    page -> page.addInitScript("localStorage.setItem('herald.seen', localStorage.getItem('herald.seen')"
                            + " ?? JSON.stringify({position: '1000-0', at: Date.now() - 86400000}))"));
            open.load("/");
            open.page().locator(".away").getByText("The shop").waitFor();
            open.page().locator(".away").getByText("Broken (").first().waitFor();
            open.page().getByText("Got it").click();
            open.untilGone(".away");
            assertThat(Map.of("position", "1000-0"))
                    .isNotEqualTo(
                            open.page().evaluate("() => JSON.parse(localStorage.getItem('herald.seen')).position"));
        }
    }
}
