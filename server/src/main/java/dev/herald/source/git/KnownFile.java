package dev.herald.source.git;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps {@link Known} in a file, one line a commit, replaced as a whole. Of another repository it says nothing. One
 * thread; blocks.
 */
final class KnownFile {
    private static final String HEAD = "herald git 1";
    private static final String END = "end";
    private static final long BYTES_MAX = 64L << 20;

    private final Path file;
    private final String repository;

    /** @param repository where it keeps its branches, so that another one there is not taken for it */
    KnownFile(Path file, Path repository) {
        this.file = file;
        this.repository = "repository "
                + repository.toString().replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D");
    }

    /** What the file holds. */
    sealed interface Content {}

    record Read(Known known) implements Content {}

    /** There is none, or it is another repository's. */
    record Absent() implements Content {}

    record Broken(String why) implements Content {}

    Content read() {
        List<String> lines;
        try {
            if (Files.size(file) > BYTES_MAX) {
                return new Broken("it is larger than " + BYTES_MAX + " bytes");
            }
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return new Absent();
        } catch (CharacterCodingException e) {
            return new Broken("it is no text");
        } catch (IOException e) {
            return new Broken(e.toString());
        }
        if (lines.size() < 3
                || !lines.getFirst().equals(HEAD)
                || !lines.getLast().equals(END)) {
            return new Broken("it is not whole");
        }
        return lines.get(1).equals(repository) ? parse(lines.subList(2, lines.size() - 1)) : new Absent();
    }

    private static Content parse(List<String> lines) {
        Map<String, String> tips = new LinkedHashMap<>();
        Set<String> former = new LinkedHashSet<>();
        for (String line : lines) {
            String[] words = line.split(" ", 3);
            if (words.length == 3 && words[0].equals("tip") && Hashes.isHash(words[1])) {
                tips.put(words[2], words[1]);
            } else if (words.length == 2 && words[0].equals("former") && Hashes.isHash(words[1])) {
                former.add(words[1]);
            } else {
                return new Broken("a line of it is not understood");
            }
        }
        return new Read(new Known(tips, former));
    }

    /** Nobody but its owner may read it. */
    private static FileChannel opened(Path file) throws IOException {
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? FileChannel.open(
                        file,
                        options,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : FileChannel.open(file, options);
    }

    /** Atomic, and on the disk when it returns. */
    void write(Known known) throws IOException {
        StringBuilder text =
                new StringBuilder(HEAD).append('\n').append(repository).append('\n');
        known.former().forEach(hash -> text.append("former ").append(hash).append('\n'));
        known.tips()
                .forEach((name, hash) -> text.append("tip ")
                        .append(hash)
                        .append(' ')
                        .append(name)
                        .append('\n'));
        text.append(END).append('\n');
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (FileChannel channel = opened(next)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (directory != null) {
            // Else a power cut may take the new name back.
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
