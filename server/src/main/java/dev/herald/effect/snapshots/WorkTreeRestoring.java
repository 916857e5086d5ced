package dev.herald.effect.snapshots;

import dev.herald.git.Git;
import dev.herald.git.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings files of a snapshot back to where they were, only where nothing is lost by it. First all of them are looked at:
 * if what one has now is in no snapshot and no commit, nothing is done at all, or a snapshot of it is taken first. Then
 * each is put into its place as a whole ({@link Placing}), if it still is as it was when it was looked at. The index
 * stays as it is. One thread; blocks.
 */
final class WorkTreeRestoring {
    /** Files that a refusal names. */
    private static final int NAMED_MAX = 10;

    private static final char LOST = '\ufffd';

    private final Repository repository;
    private final CheckOut checkOut;
    private final PresentContent content;

    WorkTreeRestoring(Git git, Repository repository, PresentContent content) {
        this.repository = repository;
        this.checkOut = new CheckOut(git, repository);
        this.content = content;
    }

    /** Files as they will be, beside what is there now. */
    private record Plan(Map<String, Path> sources, List<PresentFile> there, int same) {}

    Restored restore(Snapshot snapshot, List<String> paths, boolean isForced) throws IOException, InterruptedException {
        if (paths.isEmpty()) {
            throw new SnapshotException("say which paths to restore, after --; for all of them: -- .");
        }
        Path unfinished = Files.createTempDirectory("herald-snapshots-");
        try {
            List<CheckOut.Entry> entries = checkOut.write(snapshot, unfinished, paths);
            Map<String, String> refused = new LinkedHashMap<>();
            Plan plan = plan(entries, unfinished, refused);
            refuseOpen(plan, refused);
            List<PresentFile> unsaved = unsaved(snapshot, plan, refused, isForced);
            refuse(refused);
            List<String> absent = absent(snapshot, paths, entries);
            @Nullable
            String saved =
                    unsaved.isEmpty() ? null : content.save(unsaved, "before a restore of " + snapshot.shortId());
            List<String> written = place(plan);
            return new Restored.WorkTree(written, plan.same(), absent, saved);
        } finally {
            ScratchIndex.delete(unfinished);
        }
    }

    private Plan plan(List<CheckOut.Entry> entries, Path from, Map<String, String> refused) throws IOException {
        Path top = repository.workTree();
        Map<String, Path> sources = new HashMap<>();
        List<PresentFile> there = new ArrayList<>();
        int same = 0;
        for (CheckOut.Entry entry : entries) {
            String path = entry.path();
            if (entry.kind() == CheckOut.Kind.SUBMODULE) {
                continue;
            }
            if (path.indexOf(LOST) >= 0) {
                refused.put(path, "its name is no text: give --directory");
                continue;
            }
            try {
                Path file = top.resolve(path);
                String obstacle = PresentFile.obstacle(top, file);
                if (!obstacle.isEmpty()) {
                    refused.put(path, obstacle);
                } else if (isSame(from.resolve(path), file)) {
                    same++;
                } else {
                    sources.put(path, from.resolve(path));
                    there.add(PresentFile.at(path, file));
                }
            } catch (InvalidPathException notHere) {
                refused.put(path, "this locale has not all letters of its name: try LC_ALL=C.UTF-8");
            }
        }
        return new Plan(sources, there, same);
    }

    private static boolean isSame(Path one, Path other) throws IOException {
        if (!Files.exists(other, LinkOption.NOFOLLOW_LINKS)
                || Files.isSymbolicLink(one) != Files.isSymbolicLink(other)) {
            return false;
        }
        return Files.isSymbolicLink(one)
                ? Files.readSymbolicLink(one).equals(Files.readSymbolicLink(other))
                : Files.isExecutable(one) == Files.isExecutable(other) && Files.mismatch(one, other) < 0;
    }

    private static void refuseOpen(Plan plan, Map<String, String> refused) {
        Map<Path, String> paths = plan.there().stream()
                .filter(PresentFile::isThere)
                .collect(Collectors.toMap(PresentFile::file, PresentFile::path));
        OpenForWriting.of(paths.keySet())
                .forEach((file, who) -> refused.put(
                        String.valueOf(paths.get(file)), who + " has it open for writing: close it there first"));
    }

    /** Those that have to be kept first; without being forced, a reason to refuse. */
    private List<PresentFile> unsaved(Snapshot snapshot, Plan plan, Map<String, String> refused, boolean isForced)
            throws IOException, InterruptedException {
        List<PresentFile> there =
                plan.there().stream().filter(PresentFile::isThere).toList();
        if (there.isEmpty() || !refused.isEmpty()) {
            return List.of();
        }
        @Nullable Snapshot newest = content.newest();
        List<String> near = new ArrayList<>(List.of("HEAD", snapshot.id()));
        if (newest != null) {
            near.add(newest.id());
        }
        Set<String> unsaved = content.unsaved(there, near);
        for (String path : new TreeSet<>(unsaved)) {
            if (newest != null && isSecret(newest, path)) {
                refused.put(
                        path,
                        "what it has now is in no commit, and was left out of the newest snapshot as a secret, so --force"
                                + " takes none of it either: copy it elsewhere and remove it first");
            } else if (!isForced) {
                refused.put(
                        path,
                        "what it has now is in no snapshot and no commit: commit it, or give --force, which takes a"
                                + " snapshot of it first");
            }
        }
        return there.stream().filter(file -> unsaved.contains(file.path())).toList();
    }

    private static boolean isSecret(Snapshot newest, String path) {
        return newest.leftOut().files().stream()
                .anyMatch(file -> file.path().equals(path) && file.reason().startsWith("secret"));
    }

    private static void refuse(Map<String, String> refused) throws SnapshotException {
        if (refused.isEmpty()) {
            return;
        }
        String named = refused.entrySet().stream()
                .limit(NAMED_MAX)
                .map(file -> file.getKey() + ": " + file.getValue())
                .collect(Collectors.joining("; "));
        int more = refused.size() - Math.min(NAMED_MAX, refused.size());
        throw new SnapshotException(
                "nothing was restored. " + named + (more == 0 ? "" : "; and " + more + " more files"));
    }

    private List<String> place(Plan plan) throws IOException {
        Placing placing = new Placing();
        List<String> written = new ArrayList<>();
        for (PresentFile there : plan.there()) {
            String done = written.isEmpty() ? "" : ". " + written.size() + " files were restored before it";
            try {
                String obstacle = PresentFile.obstacle(repository.workTree(), there.file());
                if (!obstacle.isEmpty()) {
                    throw new SnapshotException(there.path() + ": " + obstacle);
                }
                @Nullable Path source = plan.sources().get(there.path());
                @Nullable
                Path old = source == null ? null : placing.put(source, there).orElse(null);
                written.add(there.path());
                if (old != null) {
                    throw new SnapshotException(
                            there.path() + " was written while it was restored: what it had is in " + old);
                }
            } catch (SnapshotException stopped) {
                throw new SnapshotException(stopped.getMessage() + done + "; run the same again for the others");
            } catch (IOException failed) {
                throw new SnapshotException("cannot write " + there.path() + ": " + failed + done);
            }
        }
        return written;
    }

    /** What was asked for, or is there, and is not in the snapshot. */
    private List<String> absent(Snapshot snapshot, List<String> paths, List<CheckOut.Entry> entries)
            throws IOException, InterruptedException {
        Set<String> absent = new LinkedHashSet<>();
        for (String path : paths) {
            boolean isKnown = path.equals(".")
                    || entries.stream()
                            .anyMatch(entry ->
                                    entry.path().equals(path) || entry.path().startsWith(path + "/"));
            if (!isKnown) {
                absent.add(path);
            }
        }
        absent.addAll(checkOut.strangers(snapshot, paths));
        return List.copyOf(absent);
    }
}
