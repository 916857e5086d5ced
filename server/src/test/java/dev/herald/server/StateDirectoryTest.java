package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateDirectoryTest {
    @TempDir
    Path directory;

    @Test
    void followsTheSpecificationAndTheSystem() {
        assertThat(StateDirectory.of(Map.of("XDG_STATE_HOME", "/s", "HOME", "/h"), "Linux", "/u"))
                .isEqualTo(Path.of("/s/herald"));
        assertThat(StateDirectory.of(Map.of("XDG_STATE_HOME", "s", "HOME", "/h"), "Linux", "/u"))
                .as("a relative path is invalid there")
                .isEqualTo(Path.of("/h/.local/state/herald"));
        assertThat(StateDirectory.of(Map.of(), "Linux", "/u")).isEqualTo(Path.of("/u/.local/state/herald"));
        assertThat(StateDirectory.of(Map.of("HOME", "/h"), "Mac OS X", "/u"))
                .isEqualTo(Path.of("/h/Library/Application Support/herald"));
    }

    @Test
    void eachWorkingDirectoryHasItsOwnHoweverItIsReached() throws Exception {
        Map<String, String> environment = Map.of("XDG_STATE_HOME", "/s");
        Path shop = Files.createDirectories(directory.resolve("a/Der Läden"));
        Path other = Files.createDirectories(directory.resolve("b/Der Läden"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), shop);

        Path data = StateDirectory.forWorkingDirectory(environment, shop);

        assertThat(data.toString()).matches("/s/herald/data-Der-Laden-[0-9a-f]{12}");
        assertThat(StateDirectory.forWorkingDirectory(environment, link)).isEqualTo(data);
        assertThat(StateDirectory.forWorkingDirectory(environment, other)).isNotEqualTo(data);
        assertThat(StateDirectory.forWorkingDirectory(environment, Path.of("/")).toString())
                .matches("/s/herald/data-[0-9a-f]{12}");
    }
}
