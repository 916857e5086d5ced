package dev.herald.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory in which Herald keeps what is its own, the server's data or the spool of a watch, made ready for use: it is
 * there, also after a power cut, it is its owner's alone, git does not see it, and a start that fails takes it away again
 * where that start has made it.
 *
 * <p>A directory that holds other things as well, such as {@code /tmp}, is used and otherwise left as it is.
 * One thread, while the server starts.
 */
public final class OwnDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(OwnDirectory.class);
    /** Everything in it, and so the file itself, is none of git's business. */
    private static final String IGNORE_ALL = "*\n";

    private static final String IGNORE_FILE = ".gitignore";
    /** What is in such a directory, and in a new file system. */
    private static final Pattern OWN = Pattern.compile(
            "journal\\..*|snapshots.*|auto-commit|git|[0-9]+\\.(lines|ndjson)|sent|sent\\.next|lock|lost\\+found|\\.gitignore");

    private static final Set<PosixFilePermission> PRIVATE_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final int DEPTH_MAX = 2;
    private static final Set<PosixFilePermission> PRIVATE_FILE = PosixFilePermissions.fromString("rw-------");

    private final Path path;
    /** What this start has made, the innermost first. */
    private final Deque<Path> made;

    private OwnDirectory(Path path, Deque<Path> made) {
        this.path = path;
        this.made = made;
    }

    /**
     * Makes it where it is missing, and private where nothing but Herald's is in it.
     *
     * @param flag that names another one, for the message
     * @throws StartException when it cannot be made; nothing is left of the attempt
     */
    public static OwnDirectory open(Path given, String flag) throws StartException {
        Path path = given.toAbsolutePath().normalize();
        OwnDirectory directory = new OwnDirectory(path, new ArrayDeque<>());
        try {
            directory.make(path);
            if (directory.isOurs()) {
                directory.keepPrivate();
            }
            return directory;
        } catch (IOException refused) {
            directory.takeAway();
            throw new StartException(
                    "the directory " + path + " cannot be used: " + why(refused) + ": give another one with " + flag
                            + ", the right to write there, or room on its disk",
                    refused);
        }
    }

    /** Makes a directory in it, as private as it is, for those who make theirs as the umask says. */
    OwnDirectory holding(String name) throws StartException {
        try {
            make(path.resolve(name));
            return this;
        } catch (IOException refused) {
            throw new StartException(path.resolve(name) + " cannot be made: " + why(refused), refused);
        }
    }

    private static String why(IOException refused) {
        return switch (refused) {
            case FileAlreadyExistsException file -> file.getFile() + " is no directory";
            case java.nio.file.AccessDeniedException denied -> denied.getFile() + " may not be written";
            default -> String.valueOf(refused.getMessage());
        };
    }

    private void make(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path above = directory.getParent();
        if (above != null) {
            make(above);
        }
        try {
            if (isPosix(directory)) {
                Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PRIVATE_DIRECTORY));
            } else {
                Files.createDirectory(directory);
            }
            made.push(directory);
            if (above != null) {
                sync(above);
            }
        } catch (FileAlreadyExistsException there) {
            // Another start may have made it meanwhile; a file there is a refusal.
            if (!Files.isDirectory(directory)) {
                throw there;
            }
        }
    }

    /** Makes the names in a directory last through a power cut, where the system can do that. */
    private static void sync(Path directory) throws IOException {
        if (isPosix(directory)) {
            try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    /** Whether there is nothing in it but what Herald keeps. */
    private boolean isOurs() throws IOException {
        Path ignoring = path.resolve(IGNORE_FILE);
        if (Files.isRegularFile(ignoring, LinkOption.NOFOLLOW_LINKS)
                && Files.size(ignoring) == IGNORE_ALL.length()
                && Files.readString(ignoring).equals(IGNORE_ALL)) {
            return true;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!OWN.matcher(name).matches()) {
                    return false;
                }
            }
        }
        return true;
    }

    private void keepPrivate() throws IOException {
        try {
            Files.writeString(path.resolve(IGNORE_FILE), IGNORE_ALL, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException written) {
            LOG.trace("{} has its {}", path, IGNORE_FILE);
        }
        if (!isPosix(path)) {
            return;
        }
        keepPrivate(path, DEPTH_MAX);
    }

    /** What lies deeper is out of reach anyway, behind directories that are their owner's alone. */
    private static void keepPrivate(Path directory, int depth) throws IOException {
        tighten(directory, PRIVATE_DIRECTORY);
        if (depth == 0) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    keepPrivate(entry, depth - 1);
                } else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                    tighten(entry, PRIVATE_FILE);
                }
            }
        }
    }

    /** Somebody else's file may stay as it is; whether it can be used is found out by using it. */
    private static void tighten(Path file, Set<PosixFilePermission> allowed) {
        try {
            if (!allowed.containsAll(Files.getPosixFilePermissions(file))) {
                Files.setPosixFilePermissions(file, allowed);
            }
        } catch (NoSuchFileException gone) {
            LOG.trace("{} is gone", file);
        } catch (IOException notOurs) {
            LOG.warn("{} can be read by others, and its permissions cannot be changed: {}", file, notOurs.getMessage());
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /**
     * After a start that failed: removes what this start made, unless another server has begun to use it. What was there
     * before is left alone.
     */
    public void takeAway() {
        if (isOthers()) {
            return;
        }
        try {
            if (made.contains(path)) {
                removeAll();
            }
            for (Path each : made) {
                Files.deleteIfExists(each);
            }
        } catch (IOException used) {
            LOG.debug("{} stays", path, used);
        }
    }

    private void removeAll() throws IOException {
        try (var all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    private boolean isOthers() {
        try {
            String pid = Files.readString(path.resolve("journal.pid")).strip();
            // One that could not even be written is nobody's, where nothing else has been.
            return pid.isEmpty()
                    ? Files.exists(path.resolve("journal.db"))
                    : !pid.equals(String.valueOf(ProcessHandle.current().pid()));
        } catch (IOException nobodys) {
            return false;
        }
    }
}
