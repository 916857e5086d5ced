package dev.herald.effect.autocommit;

import dev.herald.git.Git;
import dev.herald.git.Repository;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process that was killed leaves behind, and how it is put in order. Runs before the first commit. */
final class Leftovers {
    private final Git git;
    private final Repository repository;
    private final AutoCommitSettings settings;

    Leftovers(Git git, Repository repository, AutoCommitSettings settings) {
        this.git = git;
        this.repository = repository;
        this.settings = settings;
    }

    void clear() throws IOException, InterruptedException {
        if (!Files.isDirectory(settings.own())) {
            return;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(settings.own())) {
            for (Path one : all) {
                if (Files.isRegularFile(one)) {
                    Files.delete(one);
                }
            }
        }
    }
}
