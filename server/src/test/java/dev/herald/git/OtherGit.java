package dev.herald.git;

import java.nio.file.Path;
import java.util.Map;

/** A git program in another place than the path, such as one with limits of the system. */
public final class OtherGit {
    private OtherGit() {}

    public static Git at(Path program, Map<String, String> environment) {
        return Git.of(program.toString(), environment);
    }
}
