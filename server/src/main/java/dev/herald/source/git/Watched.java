package dev.herald.source.git;

import dev.herald.git.GitCommand;
import dev.herald.git.Repository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The repository that a watched directory is in.
 *
 * @param repository of the work tree
 * @param prefix where the directory is in it, with a slash at the end; empty for the top
 */
record Watched(Repository repository, String prefix) {
    /** @param root the directory, real and in the work tree */
    static Watched of(Repository repository, Path root) {
        Path below = repository.workTree().relativize(root);
        return new Watched(repository, below.toString().isEmpty() ? "" : below + "/");
    }

    /** Runs at the top, for the directory itself may be gone; fetches nothing, for nobody asked for it. */
    GitCommand command(String... arguments) {
        return command(List.of(arguments));
    }

    /** The same. */
    GitCommand command(List<String> arguments) {
        return GitCommand.in(repository.workTree(), arguments);
    }

    /** One that compares; what it tells is what is in the directory, under the names that it has there. */
    GitCommand comparing(String subcommand, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of(subcommand, "-z", "--no-renames", "--no-ext-diff"));
        all.add(prefix.isEmpty() ? "--no-relative" : "--relative=" + prefix);
        all.addAll(arguments);
        return command(all);
    }

    /** The name that a path of the directory has in the work tree. */
    String atTop(String path) {
        return prefix + path;
    }
}
