package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.api.events.PublishLimits;
import dev.herald.effect.autocommit.AutoCommitMode;
import dev.herald.event.ProjectId;
import dev.herald.intake.Retention;
import dev.herald.net.Io;
import dev.herald.session.SessionSettings;
import dev.herald.setting.Form;
import dev.herald.transport.engineio.EngineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsLoaderTest {
    @TempDir
    Path directory;

    @Test
    void startsWithoutAnySetting() {
        Settings settings = ready(Map.of(), Map.of(), null);

        assertThat(settings.net().host()).isEqualTo("127.0.0.1");
        assertThat(settings.net().port()).isEqualTo(8000);
        assertThat(settings.net().io()).isEqualTo(Io.EPOLL);
        assertThat(settings.net().loops()).isPositive();
        assertThat(settings.net().tls()).isNull();
        assertThat(settings.net().isOpen()).isTrue();
        assertThat(settings.data()).isEqualTo(StateDirectory.forWorkingDirectory(Map.of(), directory));
        assertThat(settings.sessions()).isEqualTo(SessionSettings.DEFAULT);
        assertThat(settings.sessions().sessionsMax()).isEqualTo(10_000);
        assertThat(PublishLimits.of(settings.values())).isEqualTo(new PublishLimits(16 << 20, 100_000));
        assertThat(Retention.of(settings.values()).ageMillisMax()).isEqualTo(2_592_000_000L);
        assertThat(settings.files().watches()).isEmpty();
    }

    @Test
    void dataOfAnEarlierVersionIsGoneOnWith() throws IOException {
        Path before = Files.createDirectory(directory.resolve(".herald"));

        assertThat(ready(Map.of(), Map.of(), null).data()).isEqualTo(before);
        assertThat(ready(Map.of("data", List.of("other")), Map.of(), null).data())
                .isEqualTo(directory.resolve("other"));
    }

    @Test
    void flagsAreStrongerThanEnvironmentAndEnvironmentThanFile() throws IOException {
        Files.writeString(directory.resolve("herald.yaml"), "port: 1\nidle: 90\nheartbeat: 9\n");
        Map<String, String> environment = Map.of("HERALD_PORT", "2", "HERALD_IDLE", "80 s");

        Settings settings = ready(Map.of("port", List.of("3")), environment, null);

        assertThat(settings.net().port()).isEqualTo(3);
        assertThat(settings.sessions().idleMillis()).isEqualTo(80_000);
        assertThat(settings.sessions().heartbeatMillis()).isEqualTo(9_000);
    }

    @Test
    void anUnquotedOffInTheFileIsTheWord() throws IOException {
        Files.writeString(
                directory.resolve("herald.yaml"), "rate-publish: off\nproxy-protocol: off\nauto-push: true\n");
        Settings settings =
                ready(Map.of(), Map.of("HERALD_JWT_SECRET", "a secret of more than thirty-two bytes"), null);
        assertThat(settings.access().rates()).doesNotContainKey(dev.herald.access.RateLimits.Kind.PUBLISH);
        assertThat(settings.net().proxies().isProxyProtocol()).isFalse();
        Settings.Watch watch = new Settings.Watch(directory, new ProjectId("web"));
        assertThat(Translated.autoCommit(watch, 0, AutoCommitMode.BRANCH, settings)
                        .isPushing())
                .isTrue();
    }

    @Test
    void ownNameIsStrongerThanOtherNames() {
        Map<String, String> environment = Map.of(
                "HERALD_ALLOWED_HOSTS",
                "a.example,b",
                "MAX_CONNECTIONS",
                "5",
                "HERALD_MAX_CONNECTIONS",
                "6",
                "MAX_HTTP_BUFFER_SIZE",
                "2048",
                "PING_INTERVAL",
                "20",
                "PING_TIMEOUT",
                "60",
                "CORS_ORIGINS",
                "https://a.example, http://b:3000");

        Settings settings = ready(Map.of(), environment, null);

        assertThat(settings.sessions().sessionsMax()).isEqualTo(6);
        assertThat(settings.net().allowedHosts()).isEqualTo(Set.of("a.example", "b"));
        assertThat(settings.net().allowedOrigins()).isEqualTo(Set.of("https://a.example", "http://b:3000"));
        EngineSettings engine = EngineSettings.of(settings.values());
        assertThat(engine.pingIntervalMillis()).isEqualTo(20_000);
        assertThat(engine.maxPayloadBytes()).isEqualTo(2048);
    }

    @ParameterizedTest
    @CsvSource({
        "port, 65536",
        "port, -1",
        "port, http",
        "port, 8000.0",
        "message-bytes, 1 MB",
        "message-bytes, 17 MiB",
        "message-bytes, 999999999999 GiB",
        "heartbeat, 25000",
        "heartbeat, 0 s",
        "journal-age, forever",
        "io, kqueue",
        "sync, off",
        "log, xml",
        "max-connections, 0",
        "host, 300.0.0.1",
        "jwks-url, http://keys.example/jwks",
        "jwks-url, https://user@keys.example/jwks",
        "jwt-public-key, gone.pem",
        "rate-publish, 100",
        "rate-connect, 0/s",
        "auth-timeout, 0 s",
        "trusted-proxies, 10.0.0.0/33",
        "trusted-proxies, localhost",
        "proxy-protocol, yes",
        "cors-origins, null",
        "cors-origins, https://a/b",
        "allowed-hosts, a:80",
        "project, a/b",
        "data, ~/herald",
        "loops, 0",
        "ring-events, 15",
        "journal-age, 999999999999 d"
    })
    void wrongValueNamesTheSettingTheValueAndWhatIsAllowed(String name, String value) {
        List<String> problems = refused(Map.of(name, List.of(value)), Map.of(), null);

        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith(name + ": \"" + value + "\" (from --" + name + ") is not allowed: give ")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "65536 B, 65536", "64KiB, 65536", "1 MiB, 1048576", "2 GiB, 2147483648"})
    void readsSizes(String written, long bytes) {
        assertThat(Form.bytes("1 B", "4 GiB").read(written, directory)).contains(bytes);
    }

    @ParameterizedTest
    @CsvSource({"7, 7000", "7 s, 7000", "7ms, 7", "7 m, 420000", "7h, 25200000", "7 d, 604800000"})
    void readsDurations(String written, long millis) {
        assertThat(Form.duration("0 s", "9 d").read(written, directory)).contains(millis);
    }

    @Test
    void reportsEverythingThatIsWrongAtOnce() {
        Map<String, List<String>> flags = Map.of("port", List.of("x"), "io", List.of("y"), "idle", List.of("z"));

        assertThat(refused(flags, Map.of(), null)).hasSize(3);
    }

    @Test
    void settingGivenTwiceIsRefused() {
        assertThat(refused(Map.of("port", List.of("1", "2")), Map.of(), null))
                .singleElement()
                .asString()
                .contains("port: given more than once");
    }

    @Test
    void unknownKeyOfTheFileIsRefusedWithSuggestion() throws IOException {
        Path file = Files.writeString(directory.resolve("my.yaml"), "prot: 1\nelephants: 2\n");

        assertThat(refused(Map.of(), Map.of(), file))
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"elephants\"").contains("herald serve --help lists them"),
                        line -> assertThat(line).contains("\"prot\"").endsWith("did you mean port?"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"- a\n- b\n", "port: [", "port: 1\nport: 2\n", "a: b: c", "just text", "port: {a: 1}", "\u0000"})
    void fileThatIsNoListOfValuesIsRefusedInOneLine(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("my.yaml"), yaml);

        assertThat(refused(Map.of(), Map.of(), file))
                .singleElement()
                .asString()
                .contains("my.yaml")
                .doesNotContain("\n");
    }

    @Test
    void missingAndOversizedFilesAreRefused() throws IOException {
        assertThat(refused(Map.of(), Map.of(), directory.resolve("gone.yaml")))
                .singleElement()
                .asString()
                .contains("there is no such file");
        Path large = Files.writeString(directory.resolve("large.yaml"), "#".repeat(ConfigurationFile.BYTES_MAX + 1));
        assertThat(refused(Map.of(), Map.of(), large))
                .singleElement()
                .asString()
                .contains("is larger than");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# only a comment\n", "---\n"})
    void emptyFileGivesNothing(String yaml) throws IOException {
        Files.writeString(directory.resolve("herald.yaml"), yaml);

        assertThat(ready(Map.of(), Map.of(), null).net().port()).isEqualTo(8000);
    }

    @Test
    void pathsInTheFileStartAtTheFile() throws IOException {
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        Files.createDirectories(elsewhere.resolve("code"));
        Path file = Files.writeString(elsewhere.resolve("h.yaml"), "data: kept\nwatch:\n  - code\n");

        Settings settings = ready(Map.of(), Map.of(), file);

        assertThat(settings.data()).isEqualTo(elsewhere.resolve("kept"));
        assertThat(settings.files().watches())
                .containsExactly(new Settings.Watch(elsewhere.resolve("code"), new ProjectId("code")));
    }

    @Test
    void watchedDirectoriesAreProjectsOfTheirOwnNames() throws IOException {
        Files.createDirectories(directory.resolve("a/Mein Café, neu"));
        Files.createDirectories(directory.resolve("b,c"));
        Map<String, List<String>> flags = Map.of("watch", List.of("a/Mein Café, neu", "b,c"));

        assertThat(ready(flags, Map.of(), null).files().watches())
                .extracting(watch -> watch.project().value())
                .containsExactly("Mein-Cafe-neu", "b-c");
    }

    @Test
    void projectIsTheProjectOfAllWatchedDirectories() throws IOException {
        Files.createDirectories(directory.resolve("x/code"));
        Files.createDirectories(directory.resolve("y/code"));
        Map<String, List<String>> both = Map.of("watch", List.of("x/code", "y/code"));

        assertThat(refused(both, Map.of(), null)).singleElement().asString().contains("would both be project code");
        Settings settings = ready(both, Map.of("HERALD_PROJECT", "p"), null);
        assertThat(settings.files().watches())
                .extracting(Settings.Watch::project)
                .containsOnly(new ProjectId("p"));
    }

    @Test
    void watchedDirectoryMustExist() {
        assertThat(refused(Map.of("watch", List.of("gone")), Map.of(), null))
                .containsExactly("watch: \"gone\" (from --watch) is not allowed: give an existing directory");
    }

    @Test
    void certificateAndKeyBelongTogether() throws IOException {
        Path file = Files.writeString(directory.resolve("c.pem"), "x");

        assertThat(refused(Map.of("tls-cert", List.of(file.toString())), Map.of(), null))
                .containsExactly("tls-cert and tls-key belong together: give tls-key as well");
        assertThat(refused(Map.of("tls-key", List.of(file.toString())), Map.of(), null))
                .containsExactly("tls-cert and tls-key belong together: give tls-cert as well");
    }

    @ParameterizedTest
    @CsvSource({"idle, 30 s", "intake-bytes, 15 MiB", "settle, 199 ms"})
    void settingsThatContradictEachOtherAreRefused(String name, String value) {
        assertThat(refused(Map.of(name, List.of(value)), Map.of(), null))
                .singleElement()
                .asString()
                .startsWith(name + ": ")
                .contains(" must be ");
    }

    @Test
    void variablesWithoutEffectAreNoted() {
        Map<String, String> environment = Map.of(
                "REDIS_URL",
                "redis://x",
                "HERALD_PROT",
                "1",
                "HERALD_JAVA_OPTS",
                "-Xmx1g",
                "HERALD_HOST",
                "",
                "PATH",
                "/bin");

        LoadedSettings loaded = new SettingsLoader(environment, directory).load(Map.of(), null);

        assertThat(loaded)
                .isInstanceOfSatisfying(
                        LoadedSettings.Ready.class,
                        ready -> assertThat(ready.notes())
                                .satisfiesExactly(
                                        line -> assertThat(line)
                                                .startsWith("HERALD_PROT")
                                                .endsWith("did you mean HERALD_PORT?"),
                                        line -> assertThat(line).startsWith("REDIS_URL")));
    }

    @Test
    void portOfKubernetesIsExplained() {
        assertThat(refused(Map.of(), Map.of("HERALD_PORT", "tcp://10.0.0.1:8000"), null))
                .singleElement()
                .asString()
                .contains("enableServiceLinks: false");
    }

    private Settings ready(Map<String, List<String>> flags, Map<String, String> environment, @Nullable Path file) {
        return switch (new SettingsLoader(environment, directory).load(flags, file)) {
            case LoadedSettings.Ready ready -> ready.settings();
            case LoadedSettings.Refused refused -> throw new AssertionError(refused.problems());
        };
    }

    private List<String> refused(
            Map<String, List<String>> flags, Map<String, String> environment, @Nullable Path file) {
        return switch (new SettingsLoader(environment, directory).load(flags, file)) {
            case LoadedSettings.Ready ready -> throw new AssertionError("was accepted: " + ready);
            case LoadedSettings.Refused refused -> refused.problems();
        };
    }
}
