package dev.herald.source.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class IgnoreFileTest {
    /** What random rules and names are made of: few letters, so that they meet. */
    private static final String[] PIECES = {
        "a",
        "b",
        "ab",
        "*",
        "**",
        "?",
        "/",
        "/",
        "**/",
        "/**",
        "[ab]",
        "[!a]",
        "[^b]",
        "[a-c]",
        "[]a]",
        "[a/b]",
        "[[:alpha:]]",
        "[[:digit:]-]",
        "[a",
        "\\",
        "\\*",
        "\\[",
        " ",
        "\\ ",
        "!",
        "#",
        "x[/]y",
        "ä",
        ".",
        "-",
        "[--a]",
        "[\\]]",
        "[[:no:]]",
        "[[.a]",
        "***"
    };

    private static final String[] NAMES = {
        "a", "b", "ab", "ba", "aab", "*", "[", "]", "ä", " a", "a ", "!a", "#a", "x", "y", "-", "1", "a.b"
    };

    @TempDir
    Path temporary;

    @ParameterizedTest
    @CsvSource({
        "*.log, a.log, true",
        "*.log, a.txt, false",
        "/build, sub/build, false",
        "build, sub/build, true",
        "a/**/b, a/b, true",
        "a/**/b, a/x/y/b, true",
        "a/**, a/x, true",
        "**/b, x/y/b, true",
        "a/*/c, a/b/c, true",
        "a/*/c, a/b/b/c, false",
        "x[/]y, x/y, false",
        "[, [, false",
        "d/, d, false",
    })
    void matchesAsTheManualSays(String rule, String path, boolean isOut) {
        assertThat(Boolean.TRUE.equals(says(rule, path, false))).isEqualTo(isOut);
    }

    @Test
    void aMarkOfTheOrderOfBytesIsNoPartOfTheFirstRule() {
        assertThat(says("\uFEFF*.log\n", "a.log", false)).isTrue();
    }

    @Test
    void endsOfLinesOfBothKindsAreNoneOfTheRule() {
        assertThat(says("*.log\r\n*.txt\r\n", "a.log", false)).isTrue();
    }

    /** A matcher that tries every star again would not end within the life of the machine. */
    @Test
    void noPatternTakesMoreThanItsLengthTimesThatOfThePath() {
        String name = "a".repeat(255);
        for (String hostile : List.of(
                "*a".repeat(12) + "*b",
                "*a".repeat(2_000) + "*b",
                "[a-z]*".repeat(500) + "0",
                "?*".repeat(1_000),
                "*" + "a".repeat(200) + "*".repeat(100) + "b")) {
            assertThat(says(hostile, name, false)).isNull();
        }
        String path = "a/".repeat(1_500) + "a";
        assertThat(says("**/a/".repeat(400) + "b", path, false)).isNull();
        assertThat(says("**/*a*/".repeat(400) + "b", path, false)).isNull();
    }

    /** Rules and names at random, judged by git itself. The seed is in the message. */
    @Test
    void agreesWithGitOnThousandsOfRulesAndNames() throws Exception {
        long seed = Long.getLong("herald.seed", System.nanoTime());
        Random random = new Random(seed);
        WatchedDirectory.runIn(temporary, "git", "init", "-q", ".");
        Set<String> broken = new LinkedHashSet<>();
        int judged = 0;
        for (int round = 0; round < 60; round++) {
            List<String> rules = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                rules.add(rule(random));
            }
            List<String> paths = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                paths.add(path(random));
            }
            // One rule at a time tells which one is at fault; all of them at once, which of them wins.
            for (String rule : rules) {
                judged += compare(List.of(rule), paths, broken);
            }
            judged += compare(rules, paths, broken);
        }
        assertThat(broken).as("seed %d", seed).isEmpty();
        assertThat(judged).isGreaterThan(100_000);
    }

    private int compare(List<String> rules, List<String> paths, Set<String> broken) throws Exception {
        String text = String.join("\n", rules) + "\n";
        Files.writeString(temporary.resolve(".gitignore"), text);
        Set<String> out = askGit(paths);
        for (String path : paths) {
            // Nothing is there: to git each is a file, in directories that it judges first.
            boolean isOut = isOut(text, path);
            if (isOut != out.contains(path)) {
                broken.add("'" + String.join("' '", rules) + "' for '" + path + "': git " + out.contains(path));
            }
        }
        return paths.size();
    }

    private static boolean isOut(String rules, String path) {
        IgnoreFile file = IgnoreFile.of(rules.getBytes(StandardCharsets.UTF_8));
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (Boolean.TRUE.equals(file.says(bytes(path.substring(0, slash)), 0, true))) {
                return true;
            }
        }
        return Boolean.TRUE.equals(file.says(bytes(path), 0, false));
    }

    private Set<String> askGit(List<String> paths) throws Exception {
        Process process = new ProcessBuilder(
                        "git", "-c", "core.quotePath=false", "check-ignore", "-z", "--stdin", "--no-index")
                .directory(temporary.toFile())
                .redirectErrorStream(true)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(bytes(String.join("\0", paths) + "\0"));
        }
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        process.getInputStream().transferTo(told);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(told.toString(StandardCharsets.UTF_8))
                .isIn(0, 1);
        return new LinkedHashSet<>(List.of(told.toString(StandardCharsets.UTF_8).split("\0")));
    }

    private static String rule(Random random) {
        StringBuilder rule = new StringBuilder();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            rule.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return rule.toString();
    }

    private static String path(Random random) {
        List<String> names = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            names.add(NAMES[random.nextInt(NAMES.length)]);
        }
        return String.join("/", names);
    }

    private static @Nullable Boolean says(String rules, String path, boolean isFolder) {
        return IgnoreFile.of(bytes(rules)).says(bytes(path), 0, isFolder);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
