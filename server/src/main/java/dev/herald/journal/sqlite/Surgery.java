package dev.herald.journal.sqlite;

import dev.herald.journal.JournalException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks through the whole file, past SQLite, and writes anew what SQLite would stumble upon: the tree of the events is
 * mended, any other that is not sound is emptied, and the list of free pages made anew. Afterwards SQLite can read and
 * write all of the file. While nobody has it open. Used once, by one thread.
 */
final class Surgery {
    private static final String EVENT = "event";
    private static final String INDEX = "event_project";
    /** What they hold follows from the events. */
    private static final Set<String> FOLLOWING = Set.of(INDEX, "idempotency", "versioned", "block", "snapshot");
    /** Where positions are in the rows of these; 0 for the row's number. */
    private static final Map<String, Integer> POSITIONS =
            Map.of(INDEX, 1, "versioned", 1, "idempotency", 0, "block", 0);

    private static final int NOWHERE = Integer.MAX_VALUE;

    /**
     * What was done.
     *
     * @param emptied tables, and the index of the events
     * @param lost where events are missing
     * @param newest the newest position that was found anywhere; its event may be lost
     * @param pages so many were written
     */
    record Done(Set<String> emptied, List<EventTree.Lost> lost, long newest, int pages) {}

    private final RawPages pages;
    private final Claims claims;
    private final Set<String> emptied = new LinkedHashSet<>();
    private final Map<FileHead.Tree, SideTree> sides = new HashMap<>();
    private long newest;

    private Surgery(RawPages pages) {
        this.pages = pages;
        claims = new Claims(pages);
    }

    /**
     * @param isAll whether all is emptied that follows from the events, sound or not
     * @param aside where what was there is kept
     * @param before told what will be done, before it is
     * @throws JournalException when the file cannot be mended; the message says what to do
     */
    static Done operate(Path file, boolean isAll, Path aside, Consumer<Done> before) throws IOException {
        try (RawPages pages = new RawPages(file)) {
            Surgery surgery = new Surgery(pages);
            return surgery.operate(FileHead.trees(pages), isAll, aside, before);
        }
    }

    private Done operate(List<FileHead.Tree> trees, boolean isAll, Path aside, Consumer<Done> before)
            throws IOException {
        FileHead.Tree of = trees.stream()
                .filter(tree -> tree.name().equals(EVENT))
                .findFirst()
                .orElseThrow(() -> new JournalException("is not a journal of Herald: give another directory"));
        EventTree events = new EventTree(pages, claims, of.root());
        events.look();
        int amiss = events.isSound() ? 0 : 1;
        for (FileHead.Tree tree : trees) {
            if (tree != of) {
                amiss += look(tree) ? 0 : 1;
            }
        }
        BitSet free = new BitSet();
        boolean isListSound = FreePages.look(pages, claims, free);
        if (events.isBroken()) {
            events.gather(free);
        }
        if (events.isEmpty() && amiss > 1 && !events.isSound()) {
            throw new JournalException(
                    "is damaged beyond mending, for no event is left in it: restore it from a backup, or"
                            + " move it away to begin a new one");
        }
        if (!events.isSound()) {
            emptied.add(INDEX);
            events.mend();
        }
        if (isAll) {
            trees.stream().map(Surgery::whole).filter(FOLLOWING::contains).forEach(emptied::add);
        }
        for (FileHead.Tree tree : trees) {
            SideTree side = sides.get(tree);
            if (side != null && emptied.contains(whole(tree))) {
                side.empty(tree.root());
            }
        }
        if (pages.changes() > 0 || !isListSound) {
            FreePages.write(pages, claims);
        }
        Done done = new Done(emptied, events.lost(), Math.max(newest, events.newest()), pages.changes());
        if (done.pages() > 0) {
            before.accept(done);
            pages.write(aside);
        }
        return done;
    }

    /** Answers whether it is sound; when it is not, it is emptied with its table and all indexes of that. */
    private boolean look(FileHead.Tree tree) {
        SideTree side = new SideTree(pages, claims, !tree.isIndex(), POSITIONS.getOrDefault(tree.name(), NOWHERE));
        sides.put(tree, side);
        if (side.look(tree.root())) {
            newest = Math.max(newest, side.greatest());
            return true;
        }
        emptied.add(whole(tree));
        return false;
    }

    private static String whole(FileHead.Tree tree) {
        return tree.table().equals(EVENT) ? tree.name() : tree.table();
    }
}
