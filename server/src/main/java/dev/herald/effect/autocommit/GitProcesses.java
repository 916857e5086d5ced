package dev.herald.effect.autocommit;

import dev.herald.git.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Which commands of git run in a repository just now, by what Linux shows of processes. Any thread. */
final class GitProcesses {
    private static final Path PROCESSES = Path.of("/proc");

    private final Repository repository;

    GitProcesses(Repository repository) {
        this.repository = repository;
    }

    /** Whether one of these runs there. False where one cannot see that. */
    boolean isRunning(Set<String> commands) {
        if (!Files.isDirectory(PROCESSES)) {
            return false;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : all) {
                if (isOne(process, commands)) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false; // what else tells of it has to do
        }
        return false;
    }

    private boolean isOne(Path process, Set<String> commands) {
        try {
            if (!Files.readString(process.resolve("comm")).equals("git\n")) {
                return false;
            }
            Path directory = Files.readSymbolicLink(process.resolve("cwd"));
            if (!directory.startsWith(repository.workTree())
                    && !directory.startsWith(repository.gitDirectory())
                    && !directory.startsWith(repository.commonDirectory())) {
                return false;
            }
            String[] arguments = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .split("\0");
            for (int i = 1; i < arguments.length; i++) {
                if (arguments[i].equals("-c") || arguments[i].equals("-C")) {
                    i++;
                } else if (!arguments[i].startsWith("-")) {
                    return commands.contains(arguments[i]);
                }
            }
            return false;
        } catch (IOException | RuntimeException e) {
            return false; // it ended, or is somebody else's
        }
    }
}
