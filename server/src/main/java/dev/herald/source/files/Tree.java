package dev.herald.source.files;

import dev.herald.loop.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The known folders and files of a root.
 *
 * <p>Design. The table of files ({@link Folder#files}) is what listeners were told, and only the {@link Ledger} tells;
 * this class changes it without a word in two cases: at the start, and when ignore rules or what git tracks change what
 * belongs to it.
 * Whatever else it finds becomes a hint, and is compared again once it is quiet. Folders are not told of, so they follow
 * the disk at once: a new one is watched first and listed then, so that what is made in between is either listed or
 * heard; one that has the identity of a known folder that is no longer where it was is that folder, moved. Looking twice
 * does no harm, which is why everything that may have been missed is simply looked at again.
 */
final class Tree {
    private static final Logger LOG = LoggerFactory.getLogger(Tree.class);
    /** Between the moment a file is made and the moment its making is heard of, at most, on a busy machine. */
    private static final long SLACK_MILLIS = 1_000;

    /** What to make of a file that is there and not in the table. */
    enum Scan {
        /** It was there all along. */
        BASELINE,
        /** It is new. */
        FIND,
        /** It was ignored or unreadable until now, unless it was born a moment ago: then it is new. */
        REVEAL,
        /** It is new, and what is known may be ignored where it is now: its directory was moved. */
        MOVED;

        /** Whether the rules may be others than when the files became known. */
        boolean isRuledAnew() {
            return this == REVEAL || this == MOVED;
        }
    }

    private record Visit(Folder folder, Scan scan, boolean isDeep) {}

    private final Path root;
    private final NeverWatched never;
    private final Disk disk;
    private final Coverage coverage;
    private final Hints hints;
    private final GitRules git;
    private final Ledger ledger;
    private final Map<Long, Folder> byIdentity = new HashMap<>();
    private final Deque<Visit> visits = new ArrayDeque<>();
    private final Folder top;
    private final Clock clock;
    private final long recentMillis;

    Tree(FileWatchSettings settings, Disk disk, Coverage coverage, Hints hints, Ledger ledger, Clock clock) {
        this.root = settings.root();
        this.never = new NeverWatched(root, settings.never());
        this.disk = disk;
        this.coverage = coverage;
        this.hints = hints;
        this.ledger = ledger;
        this.clock = clock;
        this.recentMillis = settings.maxMillis() + SLACK_MILLIS;
        this.git = new GitRules(root, settings.home());
        this.top = new Folder(null, Place.WHOLE, 0, IgnoreRules.none());
    }

    Folder top() {
        return top;
    }

    /** Whether git's settings, its excludes or what it tracks changed; the tree has to be scanned again then. */
    boolean refreshRules(long now) throws InterruptedException {
        return git.refresh(now);
    }

    /** The ignore files in these folders changed. */
    void onRules(Set<Folder> folders, long now) throws InterruptedException {
        if (git.onRules(now)) {
            scan(top, Scan.REVEAL, true, now);
        } else {
            folders.forEach(folder -> scan(folder, Scan.REVEAL, true, now));
        }
    }

    /** Looks at a folder, and at what is below it where it is deep; folders that are new to it are always deep. */
    void scan(Folder folder, Scan scan, boolean isDeep, long now) {
        visits.add(new Visit(folder, scan, isDeep));
        while (!visits.isEmpty()) {
            visit(visits.remove(), now);
        }
    }

    /** Something was heard of a name. */
    void onHint(Folder folder, Path name, long now) throws IOException {
        Place place = new Place(folder, name);
        Stamp known = folder.files.get(name);
        if (known != null) {
            hints.touched(place, known, now);
            return;
        }
        if (never.covers(folder, name)) {
            return;
        }
        if (GitRules.isSign(name) && !folder.isRoot() && GitRules.isGitDirectory(disk.list(folder.pathIn(root)))) {
            leaveToGit(folder);
            return;
        }
        Optional<Entry> entry = disk.look(place.pathIn(root));
        if (entry.isPresent() && entry.get().isFolder()) {
            onFolder(folder, entry.get(), now);
        } else if (folder.folders.containsKey(name)) {
            hints.hint(place, now);
        } else if (entry.isPresent() && entry.get().isFile() && !isIgnored(folder, entry.get())) {
            hints.appeared(place, entry.get().stamp(), now);
        }
    }

    /** A directory is there: new, another than before, or one to look at again. */
    void onFolder(Folder parent, Entry entry, long now) {
        if (!never.covers(parent, entry.name()) && !isIgnored(parent, entry)) {
            meet(parent, entry, new Visit(parent, Scan.FIND, false));
            while (!visits.isEmpty()) {
                visit(visits.remove(), now);
            }
        }
    }

    /** The root is another directory than before, or is there again. */
    void renewRoot(Entry entry, Scan scan, long now) {
        renew(top, entry);
        scan(top, scan, true, now);
    }

    /** The root is gone: what was in it settles as everything does, in case it comes back at once. */
    void loseRoot(long now) {
        coverage.unwatch(top);
        top.files.forEach((name, stamp) -> hints.touched(new Place(top, name), stamp, now));
        top.folders.keySet().forEach(name -> hints.hint(new Place(top, name), now));
    }

    /** Takes a folder out with all below it. */
    void drop(Folder folder, BiConsumer<Place, Stamp> lost) {
        if (folder.parent != null) {
            folder.parent.folders.remove(folder.name, folder);
        }
        Deque<Folder> left = new ArrayDeque<>(List.of(folder));
        while (!left.isEmpty()) {
            Folder next = left.remove();
            next.isGone = true;
            coverage.unwatch(next);
            byIdentity.remove(next.identity, next);
            next.files.forEach((name, stamp) -> lost.accept(new Place(next, name), stamp));
            left.addAll(next.folders.values());
        }
    }

    /** Whether it is left out: by the rules here, or with the folder that it is in. */
    boolean isIgnored(Folder folder, Entry entry) {
        return git.isIgnored(
                folder.rules, folder.isIgnored, folder.prefix() + Names.text(entry.name()), entry.isFolder());
    }

    Optional<Entry> look(Place place) throws IOException {
        return disk.look(place.pathIn(root));
    }

    private void visit(Visit visit, long now) {
        Folder folder = visit.folder;
        if (folder.isGone) {
            return;
        }
        Path path = folder.pathIn(root);
        coverage.watch(folder);
        try {
            List<Entry> entries = disk.list(path);
            if (!isThere(folder)) {
                onVanished(folder, now);
                return;
            }
            if (!folder.isRoot() && GitRules.isGitDirectory(entries)) {
                leaveToGit(folder);
                return;
            }
            folder.isIgnored = isIgnored(folder);
            folder.rules = rulesIn(folder, path);
            // What is found in a folder that could not be read until now is not new for that.
            Scan scan = folder.isDenied ? Scan.REVEAL : visit.scan;
            coverage.readable(folder);
            compare(new Visit(folder, scan, visit.isDeep), entries, now);
        } catch (IOException e) {
            onUnreadable(folder, e, now);
        }
    }

    /** A bare repository, as some keep beside its work trees: what is in it is git's. */
    private void leaveToGit(Folder folder) {
        drop(folder, (place, stamp) -> LOG.trace("{} is in a git directory", place));
    }

    private void onUnreadable(Folder folder, IOException reason, long now) {
        boolean isGone;
        try {
            isGone = !isThere(folder);
        } catch (IOException e) {
            // Not even its parent can be searched: the same trouble.
            reason.addSuppressed(e);
            isGone = false;
        }
        if (isGone) {
            onVanished(folder, now);
        } else {
            coverage.unreadable(folder, reason);
        }
    }

    /** Between two looks it went, or became another: its name settles. The root is looked at by itself. */
    private void onVanished(Folder folder, long now) {
        coverage.unwatch(folder);
        if (folder.parent != null) {
            hints.hint(new Place(folder.parent, folder.name), now);
        }
    }

    /** Whether git's rules name the folder or one above it: then it is known only for what git tracks in it. */
    private boolean isIgnored(Folder folder) {
        Folder parent = folder.parent;
        return parent != null
                && (parent.isIgnored || git.isNamed(parent.rules, parent.prefix() + Names.text(folder.name)));
    }

    private IgnoreRules rulesIn(Folder folder, Path path) {
        IgnoreRules above = folder.parent == null ? git.rules() : folder.parent.rules;
        try {
            return above.in(path, git.prefix() + folder.prefix());
        } catch (IOException e) {
            LOG.warn("Cannot read the ignore files in {}: {}. They are not honoured.", path, e.toString());
            return above;
        }
    }

    private void compare(Visit visit, List<Entry> entries, long now) {
        Folder folder = visit.folder;
        Set<Path> missing = new HashSet<>(folder.files.keySet());
        missing.addAll(folder.folders.keySet());
        for (Entry entry : entries) {
            if (never.covers(folder, entry.name())) {
                continue;
            }
            switch (entry.kind()) {
                case FILE -> {
                    missingUnless(folder.files.containsKey(entry.name()), missing, entry);
                    meetFile(visit, entry, now);
                }
                case FOLDER -> {
                    missingUnless(folder.folders.containsKey(entry.name()), missing, entry);
                    meetFolder(visit, entry);
                }
                case OTHER -> LOG.trace("{} is no file", entry);
            }
        }
        // What waits already is left to settle: a scan is no sign that it is still being changed.
        for (Path name : missing) {
            Place place = new Place(folder, name);
            Stamp known = folder.files.get(name);
            if (known != null && !hints.isWaiting(place)) {
                hints.touched(place, known, now);
            } else if (known == null && !hints.isWaiting(place)) {
                hints.hint(place, now);
            }
        }
    }

    /** A name that holds a file now and held a directory, or the reverse, misses what it held. */
    private static void missingUnless(boolean isSameKind, Set<Path> missing, Entry entry) {
        if (isSameKind) {
            missing.remove(entry.name());
        }
    }

    private void meetFolder(Visit visit, Entry entry) {
        Folder known = visit.folder.folders.get(entry.name());
        boolean isTrusted = known != null && !visit.scan.isRuledAnew();
        if (isTrusted || !isIgnored(visit.folder, entry)) {
            meet(visit.folder, entry, visit);
        } else if (known != null) {
            drop(known, (place, stamp) -> LOG.trace("{} is ignored from now on", place));
        }
    }

    private void meetFile(Visit visit, Entry entry, long now) {
        Folder folder = visit.folder;
        Place place = new Place(folder, entry.name());
        Stamp known = folder.files.get(entry.name());
        boolean isKnown = known != null;
        if ((!isKnown || visit.scan.isRuledAnew()) && isIgnored(folder, entry)) {
            folder.files.remove(entry.name());
        } else if (known != null) {
            if (hints.isWaiting(place)) {
                return;
            }
            if (entry.stamp().isUntouched(known)) {
                Ledger.renew(place, entry.stamp());
            } else {
                hints.touched(place, known, now);
            }
        } else if (visit.scan == Scan.BASELINE
                || visit.scan == Scan.REVEAL && isOld(entry) && !hints.isWaiting(place)) {
            folder.files.put(entry.name(), entry.stamp());
        } else if (!hints.isWaiting(place)) {
            hints.appeared(place, entry.stamp(), now);
        }
    }

    /** A directory that is not ignored is in the folder. */
    private void meet(Folder parent, Entry entry, Visit visit) {
        Folder known = parent.folders.get(entry.name());
        long identity = entry.stamp().identity();
        if (known != null && known.identity == identity) {
            if (visit.isDeep || !coverage.isCovered(known)) {
                visits.add(new Visit(known, visit.scan, visit.isDeep));
            }
            return;
        }
        if (known != null) {
            // Its files stay in the table: those that are in the new directory too are the same or modified.
            renew(known, entry);
            visits.add(new Visit(known, Scan.FIND, true));
            return;
        }
        @Nullable Folder moved = byIdentity.get(identity);
        if (moved != null && isMovable(moved, parent)) {
            ledger.move(moved, parent, entry.name());
            visits.add(new Visit(moved, Scan.MOVED, true));
            return;
        }
        Folder folder = new Folder(parent, entry.name(), identity, parent.rules);
        parent.folders.put(entry.name(), folder);
        byIdentity.put(identity, folder);
        visits.add(new Visit(folder, visit.scan, true));
    }

    private boolean isOld(Entry entry) {
        return entry.bornMillis() < clock.epochMillis() - recentMillis;
    }

    private boolean isMovable(Folder folder, Folder parent) {
        try {
            return !folder.isRoot() && !parent.isWithin(folder) && !isThere(folder);
        } catch (IOException e) {
            // It may still be there, where we cannot look: then this is another.
            LOG.debug("Cannot look at {}", folder.pathIn(root), e);
            return false;
        }
    }

    private void renew(Folder folder, Entry entry) {
        coverage.unwatch(folder);
        byIdentity.remove(folder.identity, folder);
        folder.identity = entry.stamp().identity();
        byIdentity.put(folder.identity, folder);
    }

    private boolean isThere(Folder folder) throws IOException {
        Path path = folder.pathIn(root);
        Optional<Entry> entry = folder.isRoot() ? disk.lookAtRoot(path) : disk.look(path);
        return entry.isPresent()
                && entry.get().isFolder()
                && entry.get().stamp().identity() == folder.identity;
    }
}
