package dev.herald.source.files;

import dev.herald.event.payload.FileChange;
import dev.herald.loop.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares places that have settled with the table, tells what differs, and brings the table up to date.
 *
 * <p>What is told of one round comes in this order: deleted, moved, then created and modified as they were first heard
 * of. One end of a rename that is due draws the other one in.
 */
final class Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    /** A file written less than this before a look may be written again without a trace. */
    private static final long TICK_MILLIS = 50;

    private final Tree tree;
    private final Hints hints;
    private final Consumer<FileChange> told;
    private final Clock clock;

    Reconciler(Tree tree, Hints hints, Consumer<FileChange> told, Clock clock) {
        this.tree = tree;
        this.hints = hints;
        this.told = told;
        this.clock = clock;
    }

    void settle(List<Settler.Due<Place>> due) {
        Round round = new Round();
        for (Settler.Due<Place> place : due) {
            if (place.key().folder().isGone) {
                continue;
            }
            if (place.key().isWhole()) {
                tree.scan(place.key().folder(), Tree.Scan.FIND, false, clock.nanos());
            } else {
                look(place.key(), place.isForced(), round);
            }
        }
        round.seen.addAll(round.lost.keySet());
        // What was looked at just before its folder was found gone is gone with it.
        round.found.removeIf(file -> file.place().folder().isGone);
        drawInSources(round);
        drawInTargets(round);
        apply(Renames.pair(List.copyOf(round.lost.values()), round.found));
    }

    private void look(Place place, boolean isForced, Round round) {
        Optional<Entry> looked;
        try {
            looked = tree.look(place);
        } catch (IOException e) {
            // Its folder cannot be searched now; that is said and tried again when the folder is looked at.
            LOG.debug("Cannot look at {}", place.text(), e);
            hints.rescan(place.folder(), clock.nanos());
            return;
        }
        @Nullable Entry entry = looked.orElse(null);
        Folder folder = place.folder();
        @Nullable Folder below = folder.folders.get(place.name());
        @Nullable Stamp known = folder.files.get(place.name());
        round.seen.add(place);
        if (below != null && (entry == null || !entry.isFolder())) {
            tree.drop(below, (lost, stamp) -> round.lost(lost, stamp));
        }
        if (known != null && (entry == null || !entry.isFile())) {
            round.lost(place, known);
        }
        if (entry != null && entry.isFolder()) {
            tree.onFolder(folder, entry, clock.nanos());
        } else if (entry != null && entry.isFile()) {
            lookAtFile(place, entry, known, isForced, round);
        }
    }

    private void lookAtFile(Place place, Entry entry, @Nullable Stamp known, boolean isForced, Round round) {
        if (known == null && tree.isIgnored(place.folder(), entry)) {
            return;
        }
        Stamp stamp = isForced && isFresh(entry.stamp()) ? entry.stamp().doubted() : entry.stamp();
        if (!stamp.equals(known)) {
            round.found.add(new Renames.Found(place, stamp, known, false));
        }
    }

    private boolean isFresh(Stamp stamp) {
        return clock.epochMillis() - TimeUnit.NANOSECONDS.toMillis(stamp.modifiedNanos()) < TICK_MILLIS;
    }

    /** A file that came may be one that went but is not due yet. */
    private void drawInSources(Round round) {
        for (Renames.Found file : round.found) {
            @Nullable Place source = hints.going(file.stamp());
            if (source == null || round.seen.contains(source) || source.folder().isGone) {
                continue;
            }
            @Nullable Stamp known = source.folder().files.get(source.name());
            if (known != null && known.isSameFile(file.stamp()) && isEmpty(source)) {
                hints.settled(source);
                round.seen.add(source);
                round.lost(source, known);
            }
        }
    }

    /** A file that went may be one that came but is still changing: it is told as moved now, and as modified then. */
    private void drawInTargets(Round round) {
        Set<Long> arrived = new HashSet<>();
        round.found.forEach(file -> arrived.add(file.stamp().identity()));
        for (Renames.Lost file : round.lost.values()) {
            @Nullable Place target = hints.coming(file.stamp());
            if (target == null
                    || arrived.contains(file.stamp().identity())
                    || round.seen.contains(target)
                    || target.folder().isGone) {
                continue;
            }
            try {
                Optional<Entry> entry = tree.look(target);
                if (entry.isPresent() && entry.get().stamp().isSameFile(file.stamp())) {
                    @Nullable Stamp before = target.folder().files.get(target.name());
                    round.found.add(new Renames.Found(target, file.stamp(), before, true));
                }
            } catch (IOException e) {
                LOG.debug("Cannot look at {}", target.text(), e);
            }
        }
    }

    private boolean isEmpty(Place place) {
        try {
            return tree.look(place).isEmpty();
        } catch (IOException e) {
            // Not known: then it is not told as moved, and settles by itself.
            LOG.debug("Cannot look at {}", place.text(), e);
            return false;
        }
    }

    private void apply(Renames.Result result) {
        Set<Folder> ruled = new LinkedHashSet<>();
        for (Renames.Lost file : result.lost()) {
            remove(file, ruled);
            told.accept(FileChange.deleted(file.place().text()));
        }
        for (Renames.Move move : result.moves()) {
            remove(move.from(), ruled);
            put(move.to(), ruled);
            String path = move.to().place().text();
            told.accept(FileChange.moved(move.from().place().text(), path));
            if (!move.to().stamp().equals(move.from().stamp())) {
                told.accept(FileChange.modified(path));
            }
        }
        for (Renames.Found file : result.found()) {
            put(file, ruled);
            String path = file.place().text();
            told.accept(file.before() == null ? FileChange.created(path) : FileChange.modified(path));
        }
        for (Folder folder : ruled) {
            tree.scan(folder, Tree.Scan.REVEAL, true, clock.nanos());
        }
    }

    private static void remove(Renames.Lost file, Set<Folder> ruled) {
        file.place().folder().files.remove(file.place().name(), file.stamp());
        note(file.place(), ruled);
    }

    private static void put(Renames.Found file, Set<Folder> ruled) {
        file.place().folder().files.put(file.place().name(), file.stamp());
        note(file.place(), ruled);
    }

    private static void note(Place place, Set<Folder> ruled) {
        if (IgnoreRules.isRulesFile(place.name())) {
            ruled.add(place.folder());
        }
    }

    private static final class Round {
        /** Each once: a file and then its whole folder may be found gone in one round. */
        private final Map<Place, Renames.Lost> lost = new LinkedHashMap<>();

        private final List<Renames.Found> found = new ArrayList<>();
        private final Set<Place> seen = new HashSet<>();

        private void lost(Place place, Stamp stamp) {
            lost.put(place, new Renames.Lost(place, stamp));
        }
    }
}
