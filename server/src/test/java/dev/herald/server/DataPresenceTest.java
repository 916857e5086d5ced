package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.meter.Health;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataPresenceTest {
    @TempDir
    Path directory;

    @Test
    void tellsThatTheJournalIsGoneThatItIsBackAndThatItIsAnother() throws Exception {
        Path data = Files.createDirectory(directory.resolve("data"));
        Path journal = Files.writeString(data.resolve("journal.db"), "1");
        try (DataPresence presence = new DataPresence(data)) {
            presence.start();
            assertThat(presence.status()).isEqualTo(Health.Status.HEALTHY);

            Path away = Files.move(data, directory.resolve("away"));
            await(() -> presence.status().level() == Health.Level.UNHEALTHY);
            assertThat(presence.status().detail())
                    .contains("has been removed from " + data)
                    .contains("git stash pop");

            Files.move(away, data);
            await(() -> presence.status().level() == Health.Level.HEALTHY);

            // The old one is kept, so that the new one cannot have its inode.
            Files.move(journal, directory.resolve("old"));
            Files.writeString(journal, "2");
            await(() -> presence.status().detail().contains("replaced by another file"));
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
    }
}
