package dev.herald.effect.autocommit;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process that was killed leaves behind, and how it is put in order. Runs before the first commit. */
final class Leftovers {
    private Leftovers() {}

    static void clear(Workshop workshop) throws IOException, InterruptedException {
        Path lock = workshop.userLock();
        try (DirectoryStream<Path> ours = Files.newDirectoryStream(workshop.gitDirectory(), IndexSwap.PREFIX + "*")) {
            for (Path one : ours) {
                // A lock that is a link to a file of ours is ours.
                if (Files.exists(lock) && Files.isSameFile(one, lock)) {
                    Files.deleteIfExists(lock);
                }
                Files.deleteIfExists(one);
            }
        }
        new Landing(
                        workshop,
                        new OthersAtWork(
                                workshop.repository(), workshop.settings().pace(), workshop.clock()))
                .recover();
        new Safekeeping(workshop).recover();
        if (!Files.isDirectory(workshop.settings().own())) {
            return;
        }
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(workshop.settings().own())) {
            for (Path one : all) {
                if (Files.isRegularFile(one)) {
                    Files.delete(one);
                }
            }
        }
    }
}
