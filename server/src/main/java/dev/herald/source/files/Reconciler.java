package dev.herald.source.files;

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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares places that have settled with the table, tells what differs, and brings the table up to date.
 *
 * <p>What is told of one round comes in this order: deleted, moved, then created and modified as they were first heard
 * of. One end of a rename that is due draws the other one in. A directory that was moved is told before, when it is found.
 */
final class Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    /** A file written less than this before a look may be written again without a trace. */
    private static final long TICK_MILLIS = 50;

    private final Tree tree;
    private final Hints hints;
    private final Ledger ledger;
    private final Clock clock;

    Reconciler(Tree tree, Hints hints, Ledger ledger, Clock clock) {
        this.tree = tree;
        this.hints = hints;
        this.ledger = ledger;
        this.clock = clock;
    }

    void settle(List<Settler.Due<Place>> due) throws InterruptedException {
        Round round = new Round();
        discover(due, round);
        round.looked.forEach((place, look) -> weigh(place, look, round));
        round.seen.addAll(round.lost.keySet());
        // What was looked at just before its folder was found gone is gone with it.
        round.found.removeIf(file -> file.place().folder().isGone);
        drawInSources(round);
        drawInTargets(round);
        apply(Renames.pair(List.copyOf(round.lost.values()), round.found));
    }

    /**
     * Directories first, for they are told of at once when they were moved: what this round finds gone is told later,
     * under the name it has then.
     */
    private void discover(List<Settler.Due<Place>> due, Round round) {
        for (Settler.Due<Place> next : due) {
            Place place = next.key();
            if (place.folder().isGone) {
                continue;
            }
            if (place.isWhole()) {
                tree.scan(place.folder(), Tree.Scan.FIND, false, clock.nanos());
                continue;
            }
            try {
                Optional<Entry> entry = tree.look(place);
                round.looked.put(place, new Look(entry, next.isForced()));
                if (entry.isPresent() && entry.get().isFolder()) {
                    tree.onFolder(place.folder(), entry.get(), clock.nanos());
                }
            } catch (IOException e) {
                onUnsearchable(place, e);
            }
        }
    }

    /** What a look means for the files that are known; from here on no directory is found or moved. */
    private void weigh(Place place, Look look, Round round) {
        Folder folder = place.folder();
        @Nullable Folder below = folder.folders.get(place.name());
        if (folder.isGone) {
            return;
        }
        @Nullable Entry entry = look.entry.orElse(null);
        if (below != null && (entry == null || !entry.isFolder())) {
            try {
                // It may have been found since.
                entry = tree.look(place).orElse(null);
            } catch (IOException e) {
                onUnsearchable(place, e);
                return;
            }
            if (entry != null && entry.isFolder()) {
                hints.hint(place, clock.nanos());
                return;
            }
            tree.drop(below, (lost, stamp) -> round.lost(lost, stamp));
        }
        round.seen.add(place);
        @Nullable Stamp known = folder.files.get(place.name());
        if (known != null && (entry == null || !entry.isFile())) {
            round.lost(place, known);
        }
        if (entry != null && entry.isFile()) {
            lookAtFile(place, entry, known, look.isForced, round);
        }
    }

    /** Its folder cannot be searched now; that is said and tried again when the folder is looked at. */
    private void onUnsearchable(Place place, IOException reason) {
        LOG.debug("Cannot look at {}", place.text(), reason);
        hints.rescan(place.folder(), clock.nanos());
    }

    private void lookAtFile(Place place, Entry entry, @Nullable Stamp known, boolean isForced, Round round) {
        if (known == null && tree.isIgnored(place.folder(), entry)) {
            return;
        }
        Stamp stamp = isForced && isFresh(entry.stamp()) ? entry.stamp().doubted() : entry.stamp();
        if (known != null && stamp.isUntouched(known)) {
            Ledger.renew(place, stamp);
        } else {
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
                    || target.folder().isGone
                    || target.folder().folders.containsKey(target.name())) {
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

    private void apply(Renames.Result result) throws InterruptedException {
        Set<Folder> ruled = new LinkedHashSet<>();
        MoveOrder.Ordered ordered = MoveOrder.of(result.moves());
        List<Renames.Lost> lost = new ArrayList<>(result.lost());
        List<Renames.Found> found = new ArrayList<>(result.found());
        for (Renames.Move move : ordered.torn()) {
            lost.add(move.from());
            if (!move.to().isPending()) {
                found.add(move.to());
            }
        }
        for (Renames.Lost file : lost) {
            ledger.delete(file.place());
            note(file.place(), ruled);
        }
        for (Renames.Move move : ordered.moves()) {
            ledger.move(move.from(), move.to());
            note(move.from().place(), ruled);
            note(move.to().place(), ruled);
        }
        for (Renames.Found file : found) {
            ledger.put(file.place(), file.stamp());
            note(file.place(), ruled);
        }
        if (!ruled.isEmpty()) {
            tree.onRules(ruled, clock.nanos());
        }
    }

    private static void note(Place place, Set<Folder> ruled) {
        if (IgnoreRules.isRulesFile(place.name())) {
            ruled.add(place.folder());
        }
    }

    private record Look(Optional<Entry> entry, boolean isForced) {}

    private static final class Round {
        /** In the order in which they became due. */
        private final Map<Place, Look> looked = new LinkedHashMap<>();
        /** Each once: a file and then its whole folder may be found gone in one round. */
        private final Map<Place, Renames.Lost> lost = new LinkedHashMap<>();

        private final List<Renames.Found> found = new ArrayList<>();
        private final Set<Place> seen = new HashSet<>();

        private void lost(Place place, Stamp stamp) {
            lost.put(place, new Renames.Lost(place, stamp));
        }
    }
}
