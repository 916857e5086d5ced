package dev.herald.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaticFilesTest {
    @TempDir
    private Path dir;

    private Path root;
    private StaticFiles files;

    @BeforeEach
    void make() throws IOException {
        root = Files.createDirectories(dir.resolve("root"));
        Files.writeString(root.resolve("index.html"), "<!doctype html>");
        Files.createDirectories(root.resolve("js"));
        Files.writeString(root.resolve("js/app.mjs"), "export {};");
        Files.writeString(root.resolve(".hidden"), "hidden");
        Files.writeString(dir.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(root.resolve("link.txt"), dir.resolve("secret.txt"));
        files = StaticFiles.directory(root);
    }

    private Response ask(String path, Headers headers) {
        return files.handle(Request.of("GET", path, Map.of(), headers, new byte[0], "", Map.of()));
    }

    @Test
    void servesTheIndexAndFilesWithTheirTypesAndAStrictPolicy() {
        Response index = ask("/", Headers.NONE);
        assertThat(new String(index.body(), StandardCharsets.UTF_8)).isEqualTo("<!doctype html>");
        assertThat(index.headers().first("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(index.headers().first("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none';")
                .doesNotContain("unsafe");
        assertThat(index.headers().first("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(index.headers().first("Referrer-Policy")).hasValue("no-referrer");
        assertThat(ask("/js/app.mjs", Headers.NONE).headers().first("Content-Type"))
                .hasValue("text/javascript; charset=utf-8");
    }

    @Test
    void whoTakesGzipIsGivenLessAndATagOfItsOwn() throws IOException {
        String script = "export const words = [" + "\"again\", ".repeat(500) + "];";
        Files.writeString(root.resolve("js/long.mjs"), script);
        Response plain = ask("/js/long.mjs", Headers.NONE);
        assertThat(new String(plain.body(), StandardCharsets.UTF_8)).isEqualTo(script);
        assertThat(plain.headers().first("Content-Encoding")).isEmpty();
        assertThat(plain.headers().first("Vary")).hasValue("Accept-Encoding");
        for (String taken : new String[] {"gzip", "br, GZIP;q=0.5", "deflate, x-gzip ; q=1.0"}) {
            Response packed = ask("/js/long.mjs", Headers.NONE.with("Accept-Encoding", taken));
            assertThat(packed.headers().first("Content-Encoding")).as(taken).hasValue("gzip");
            assertThat(packed.body().length).isLessThan(script.length() / 5);
            assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                    .isEqualTo(plain.body());
            String tag = packed.headers().first("ETag").orElseThrow();
            assertThat(tag).isNotEqualTo(plain.headers().first("ETag").orElseThrow());
            assertThat(ask(
                                    "/js/long.mjs",
                                    Headers.NONE.with("Accept-Encoding", taken).with("If-None-Match", tag))
                            .status())
                    .isEqualTo(304);
        }
        for (String refused : new String[] {"gzip;q=0", "gzip;q=0.0", "br", "*", ""}) {
            assertThat(ask("/js/long.mjs", Headers.NONE.with("Accept-Encoding", refused))
                            .headers()
                            .first("Content-Encoding"))
                    .as(refused)
                    .isEmpty();
        }
        // What would not become smaller is sent as it is.
        assertThat(ask("/js/app.mjs", Headers.NONE.with("Accept-Encoding", "gzip"))
                        .headers()
                        .first("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void answers304ToWhoHasIt() throws IOException {
        String tag = ask("/", Headers.NONE).headers().first("ETag").orElseThrow();
        for (String held : new String[] {tag, "\"other\", W/" + tag, "*"}) {
            Response response = ask("/", Headers.NONE.with("If-None-Match", held));
            assertThat(response.status()).isEqualTo(304);
            assertThat(response.body()).isEmpty();
            assertThat(response.headers().first("ETag")).hasValue(tag);
        }
        Files.writeString(root.resolve("index.html"), "changed");
        assertThat(ask("/", Headers.NONE.with("If-None-Match", tag)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret.txt",
                "/js/../../secret.txt",
                "/..\\secret.txt",
                "/js/..%2f..%2fsecret.txt",
                "/%2e%2e/secret.txt",
                "/link.txt",
                "/.hidden",
                "/js",
                "/js/",
                "//index.html",
                "/index.html\0",
                "/index.html\0.png",
                "/C:/secret.txt",
                "/js//app.mjs",
                "/none.html",
                "index.html",
                ""
            })
    void givesNothingThatIsNotAFileOfItsRoot(String path) {
        assertThatThrownBy(() -> ask(path, Headers.NONE))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.problem().status()).isEqualTo(404));
    }

    @Test
    void refusesOtherMethodsForAFile() {
        Request post = Request.of("POST", "/index.html", Map.of(), Headers.NONE, new byte[0], "", Map.of());
        Response refusal = files.handle(post);
        assertThat(refusal.status()).isEqualTo(405);
        assertThat(refusal.headers().first("Allow")).hasValue("GET, HEAD, OPTIONS");
    }

    @Test
    void servesFromTheClassPathToo() {
        StaticFiles packed = StaticFiles.classpath(Handler.class.getClassLoader(), "dev/herald/http");
        Request present = Request.of("GET", "/Handler.class", Map.of(), Headers.NONE, new byte[0], "", Map.of());
        assertThat(packed.handle(present).body()).isNotEmpty();
        Request absent = Request.of("GET", "/Absent.class", Map.of(), Headers.NONE, new byte[0], "", Map.of());
        assertThatThrownBy(() -> packed.handle(absent)).isInstanceOf(ProblemException.class);
    }
}
