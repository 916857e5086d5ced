package dev.herald.effect.autocommit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A note on disk of a commit that is being landed. */
final class Intent {
    private final Path file;

    Intent(Path own) {
        this.file = own.resolve("landing");
    }

    /**
     * @param ref that will have the commit
     * @param from what it has, empty for nothing
     * @param to the commit
     * @param mark of the index that goes with it
     */
    record Note(String ref, String from, String to, String mark) {}

    void write(Note note) throws IOException {
        Path next = file.resolveSibling("landing.next");
        String text = String.join("\n", note.ref(), note.from(), note.to(), note.mark(), "end");
        Files.writeString(next, text, StandardCharsets.ISO_8859_1);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    Optional<Note> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        return lines.size() == 5 && lines.get(4).equals("end")
                ? Optional.of(new Note(lines.get(0), lines.get(1), lines.get(2), lines.get(3)))
                : Optional.empty();
    }

    void clear() throws IOException {
        Files.deleteIfExists(file);
    }

    /** What stays of a file when it is renamed, and of no other. */
    static String mark(Path file) throws IOException {
        Map<String, Object> all =
                Files.readAttributes(file, "unix:ino,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        return all.get("ino") + " " + all.get("size") + " " + all.get("lastModifiedTime");
    }
}
