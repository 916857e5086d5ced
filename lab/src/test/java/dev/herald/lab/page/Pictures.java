package dev.herald.lab.page;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.herald.lab.RunningDemo;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Makes the pictures of the README from the demo. No test of anything, so its name keeps it out of the ordinary run; see
 * CONTRIBUTING.md.
 */
final class Pictures {
    private static final Path FOLDER = Path.of("../docs/pictures");

    @Test
    void make() throws Exception {
        try (RunningDemo demo = RunningDemo.start();
                Chromium chromium = new Chromium()) {
            for (ColorScheme colors : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
                String name = colors.name().toLowerCase(Locale.ROOT);
                take(chromium, demo.url(), "/", 1280, 800, colors, "now-" + name);
                take(chromium, demo.url(), "/", 390, 844, colors, "now-phone-" + name);
                take(chromium, demo.url(), "/#/project/orchard-app", 1280, 1180, colors, "project-" + name);
                take(chromium, demo.url(), "/#/feed", 1280, 700, colors, "feed-" + name);
            }
        }
    }

    private static void take(
            Chromium chromium, String url, String path, int width, int height, ColorScheme colors, String name) {
        try (OpenPage open = OpenPage.sized(chromium.browser(), url, width, height, colors)) {
            open.load(path);
            open.untilLive();
            Page page = open.page();
            page.waitForFunction("() => !/Reading…/.test(document.querySelector('main').innerText)"
                    + " && !document.querySelector('.skeleton')");
            // The charts are drawn with the frame after the figures.
            page.evaluate("() => new Promise((done) => setTimeout(done, 700))");
            page.screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve(name + ".png")));
        }
    }
}
