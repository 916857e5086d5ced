package dev.herald.effect.snapshots;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which files other programs have open for writing: what they write later would go to the file that is replaced, and be
 * lost. Known on Linux, of the programs that this user may look at. Any thread.
 */
final class OpenForWriting {
    private static final Path PROCESSES = Path.of("/proc");
    private static final int ACCESS_MASK = 3;

    private OpenForWriting() {}

    /** For each of these files that is open so, who has it: {@code vim (4711)}. */
    static Map<Path, String> of(Set<Path> files) {
        Map<Path, String> found = new HashMap<>();
        long own = ProcessHandle.current().pid();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                if (!process.getFileName().toString().equals(Long.toString(own))) {
                    look(process, files, found);
                }
            }
        } catch (IOException notHere) {
            // Another system, or a process ended just now: what is known is known.
            return found;
        }
        return found;
    }

    private static void look(Path process, Set<Path> files, Map<Path, String> found) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : open) {
                Path file = target(descriptor);
                if (files.contains(file) && isWritable(process.resolve("fdinfo").resolve(descriptor.getFileName()))) {
                    String name = Files.readString(process.resolve("comm")).strip();
                    found.put(file, name + " (" + process.getFileName() + ")");
                }
            }
        } catch (IOException | DirectoryIteratorException notOurs) {
            // Somebody else's, or gone.
            return;
        }
    }

    private static Path target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException closed) {
            return descriptor;
        }
    }

    private static boolean isWritable(Path information) throws IOException {
        return Files.readAllLines(information).stream()
                .filter(line -> line.startsWith("flags:"))
                .anyMatch(line ->
                        (Long.parseLong(line.substring("flags:".length()).strip(), 8) & ACCESS_MASK) != 0);
    }
}
