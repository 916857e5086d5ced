package dev.herald.source.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownFileTest {
    @TempDir
    private Path temporary;

    private static String hash(int number) {
        return "%040x".formatted(number);
    }

    private KnownFile file() {
        return new KnownFile(temporary.resolve("state/x.tips"), Path.of("/re\npository/%/.git"));
    }

    @Test
    void readsWhatItWrote() throws IOException {
        assertThat(file().read()).isEqualTo(new KnownFile.Absent());
        Known known = new Known(Map.of("refs/heads/a b", hash(1), "refs/remotes/ö", hash(2)), Set.of(hash(3)));
        file().write(known);
        assertThat(file().read()).isEqualTo(new KnownFile.Read(known));
        file().write(Known.NOTHING);
        assertThat(file().read()).isEqualTo(new KnownFile.Read(Known.NOTHING));
        assertThat(temporary.resolve("state")).isDirectoryContaining(path -> path.endsWith("x.tips"));
        KnownFile other = new KnownFile(temporary.resolve("state/x.tips"), Path.of("/other"));
        assertThat(other.read()).isEqualTo(new KnownFile.Absent());
    }

    @Test
    void whatIsCutOrChangedIsBroken() throws IOException {
        file().write(new Known(Map.of("refs/heads/a", hash(1)), Set.of(hash(3))));
        Path path = temporary.resolve("state/x.tips");
        String whole = Files.readString(path);
        for (int length = 0; length < whole.length() - 1; length += 7) {
            Files.writeString(path, whole.substring(0, length));
            assertThat(file().read()).as("" + length).isInstanceOf(KnownFile.Broken.class);
        }
        Files.writeString(path, whole.replace("tip ", "tap "));
        assertThat(file().read()).isInstanceOf(KnownFile.Broken.class);
        Files.writeString(path, whole.replace("former 0", "former x"));
        assertThat(file().read()).isInstanceOf(KnownFile.Broken.class);
        Files.write(path, new byte[] {(byte) 0xff, '\n', 1, 2});
        assertThat(file().read()).isInstanceOf(KnownFile.Broken.class);
    }

    @Test
    void formerTipsAreBoundedAndTheOldestGo() {
        Set<String> former = new LinkedHashSet<>();
        for (int i = 0; i < Known.FORMER_MAX; i++) {
            former.add(hash(i));
        }
        Map<String, String> tips = new LinkedHashMap<>(Map.of("refs/heads/a", hash(5_000)));
        Known next = new Known(tips, former).with(new Branches(Map.of("refs/heads/a", hash(5_001))));
        assertThat(next.former())
                .hasSize(Known.FORMER_MAX)
                .contains(hash(5_000))
                .doesNotContain(hash(0));
        assertThat(next.without(List.of(hash(5_001), hash(1))).hashes()).hasSize(Known.FORMER_MAX - 1);
    }
}
