package dev.herald.effect.autocommit;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The objects that a run makes are made in a directory of our own. What belongs to its commit is then put into the
 * repository; the copies stay until it is known that all of it is there for good, for git may be removing what nothing
 * refers to just when the commit's ref is about to. What a run made in vain, or what turned out to be a secret, never
 * comes into the repository. One thread.
 */
final class OwnObjects {
    private static final int FAN_LENGTH = 2;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{2}/[0-9a-f]{38,62}");
    /** With this bit a directory hands its group on, which links do not take over. */
    private static final int HANDS_GROUP_ON = 02000;

    private final Path own;
    private final Path theirs;

    /** @param theirs the repository's */
    OwnObjects(Path own, Path theirs) {
        this.own = own;
        this.theirs = theirs;
    }

    Path directory() {
        return own;
    }

    /** Where else git is to look, as its variable lists it: quoted, for there may be colons in it. */
    String alternates() {
        return "\"" + theirs.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** For a new run. */
    void begin() throws IOException {
        clear();
        prepare();
    }

    /** Git wants the directory to be there. */
    void prepare() throws IOException {
        Files.createDirectories(own);
    }

    /** Whether the repository has an object in a file of its own. */
    boolean isThere(String hash) {
        return theirs.resolve(hash.substring(0, FAN_LENGTH))
                        .resolve(hash.substring(FAN_LENGTH))
                        .toFile()
                        .length()
                > 0;
    }

    void clear() throws IOException {
        if (!Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(own, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** This one is not to be kept. */
    void forget(String hash) throws IOException {
        Files.deleteIfExists(file(own, hash));
    }

    /** Puts these into the repository, in this order; of one that is there already a copy is kept here. */
    void bring(List<String> hashes) throws IOException {
        for (String hash : hashes) {
            Path mine = file(own, hash);
            Path there = file(theirs, hash);
            boolean isMine = Files.exists(mine);
            boolean isThere = Files.exists(there);
            if (isMine && !isThere) {
                put(mine, there, theirs);
            } else if (isThere && !isMine) {
                keep(there, mine);
            }
        }
    }

    /** Puts these into the repository again, as far as there are copies. */
    void restore(Collection<String> hashes) throws IOException {
        for (String hash : hashes) {
            Path mine = file(own, hash);
            if (Files.exists(mine)) {
                put(mine, file(theirs, hash), theirs);
            }
        }
    }

    /** The same of all that there are copies of. */
    void restoreAll() throws IOException {
        if (!Files.isDirectory(own)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.find(own, FAN_LENGTH, (file, attributes) -> attributes.isRegularFile())) {
            files = all.filter(file -> own.relativize(file).getNameCount() == FAN_LENGTH)
                    .filter(file ->
                            HASH.matcher(own.relativize(file).toString()).matches())
                    .toList();
        }
        for (Path file : files) {
            put(file, theirs.resolve(own.relativize(file)), theirs);
        }
    }

    private void keep(Path there, Path mine) throws IOException {
        try {
            put(there, mine, own);
        } catch (NoSuchFileException e) {
            // It has gone, or into a pack: whether it is there is looked at in any case.
            return;
        }
    }

    private static void put(Path from, Path to, Path above) throws IOException {
        Path fan = Objects.requireNonNull(to.getParent(), "an object lies in a directory");
        try {
            Files.createDirectory(fan);
            Files.setPosixFilePermissions(fan, Files.getPosixFilePermissions(above));
        } catch (FileAlreadyExistsException e) {
            // Nearly always.
        }
        if (!link(from, to, fan)) {
            // Under a name that git takes for its own unfinished ones.
            Path copy = fan.resolve("tmp_obj_" + UUID.randomUUID());
            try {
                Files.copy(from, copy);
                Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(from));
                Files.move(copy, to, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(copy);
            }
        }
    }

    /** Most often both are on one disk. */
    private static boolean link(Path from, Path to, Path fan) throws IOException {
        if (((Integer) Files.getAttribute(fan, "unix:mode") & HANDS_GROUP_ON) != 0) {
            return false;
        }
        try {
            Files.createLink(to, from);
            return true;
        } catch (FileAlreadyExistsException e) {
            return true;
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static Path file(Path directory, String hash) {
        return directory.resolve(hash.substring(0, FAN_LENGTH)).resolve(hash.substring(FAN_LENGTH));
    }
}
