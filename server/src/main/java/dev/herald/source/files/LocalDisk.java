package dev.herald.source.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The machine's own disk. */
final class LocalDisk implements Disk {
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;
    private static final int OWNER_MAY_EXECUTE = 0b001_000_000;
    private static final boolean IS_UNIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
    private static final String UNIX_ATTRIBUTES =
            "unix:fileKey,size,lastModifiedTime,creationTime,isDirectory,isRegularFile,isSymbolicLink,ctime,mode,nlink,uid,gid";

    @Override
    public Optional<Entry> look(Path path) throws IOException {
        return look(path, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public Optional<Entry> lookAtRoot(Path path) throws IOException {
        return look(path, new LinkOption[0]);
    }

    @Override
    public List<Entry> list(Path folder) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
            for (Path path : paths) {
                look(path).ifPresent(entries::add);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }

    private static Optional<Entry> look(Path path, LinkOption... options) throws IOException {
        try {
            return Optional.of(IS_UNIX ? unixEntry(path, options) : entry(path, options));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            // A file where a directory was: what is asked for below it is not there.
            if (String.valueOf(e.getReason()).contains("Not a directory")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** One call of the system tells all of it. */
    private static Entry unixEntry(Path path, LinkOption... options) throws IOException {
        Map<String, Object> told = Files.readAttributes(path, UNIX_ATTRIBUTES, options);
        boolean isFolder = is(told, "isDirectory");
        int mode = number(told, "mode").intValue();
        int standing = Objects.hash(mode, told.get("nlink"), told.get("uid"), told.get("gid"));
        FileTime born = time(told, "creationTime");
        Stamp stamp = new Stamp(
                identity(born, told.get("fileKey")),
                isFolder ? 0 : number(told, "size").longValue(),
                time(told, "lastModifiedTime").to(TimeUnit.NANOSECONDS),
                time(told, "ctime").to(TimeUnit.NANOSECONDS),
                standing,
                is(told, "isRegularFile") && (mode & OWNER_MAY_EXECUTE) != 0);
        return new Entry(
                name(path),
                kind(isFolder, is(told, "isRegularFile") || is(told, "isSymbolicLink")),
                stamp,
                born.toMillis());
    }

    private static Entry entry(Path path, LinkOption... options) throws IOException {
        BasicFileAttributes told = Files.readAttributes(path, BasicFileAttributes.class, options);
        Stamp stamp = new Stamp(
                identity(told.creationTime(), told.fileKey()),
                told.isDirectory() ? 0 : told.size(),
                told.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                0,
                0,
                false);
        return new Entry(
                name(path),
                kind(told.isDirectory(), told.isRegularFile() || told.isSymbolicLink()),
                stamp,
                told.creationTime().toMillis());
    }

    private static Path name(Path path) {
        return Objects.requireNonNullElse(path.getFileName(), path);
    }

    private static long identity(FileTime born, @Nullable Object fileKey) {
        long number = Objects.hashCode(fileKey);
        return (born.to(TimeUnit.NANOSECONDS) ^ number << 32) * MIX;
    }

    private static Entry.Kind kind(boolean isFolder, boolean isFile) {
        if (isFolder) {
            return Entry.Kind.FOLDER;
        }
        return isFile ? Entry.Kind.FILE : Entry.Kind.OTHER;
    }

    private static boolean is(Map<String, Object> told, String attribute) {
        return Boolean.TRUE.equals(told.get(attribute));
    }

    private static Number number(Map<String, Object> told, String attribute) {
        return told.get(attribute) instanceof Number number ? number : 0;
    }

    private static FileTime time(Map<String, Object> told, String attribute) {
        return told.get(attribute) instanceof FileTime time ? time : FileTime.fromMillis(0);
    }
}
