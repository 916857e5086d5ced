package dev.herald.server;

import dev.herald.event.ProjectId;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Optional;

/** A project's id made from its directory's name. */
public final class ProjectName {
    private static final int LENGTH_MAX = 128;

    private ProjectName() {}

    /** Accents go, anything else that no id may have becomes a hyphen; empty for a root directory and the like. */
    public static Optional<ProjectId> of(Path directory) {
        Path name = directory.toAbsolutePath().normalize().getFileName();
        if (name == null) {
            return Optional.empty();
        }
        String plain =
                Normalizer.normalize(name.toString(), Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        String id = plain.replaceAll("[^A-Za-z0-9._-]+", "-");
        String bounded = id.length() <= LENGTH_MAX ? id : id.substring(0, LENGTH_MAX);
        return bounded.replace("-", "").isEmpty() ? Optional.empty() : ProjectId.parse(bounded);
    }
}
