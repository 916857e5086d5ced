package dev.herald.journal.sqlite;

import dev.herald.event.Position;
import dev.herald.journal.JournalException;
import dev.herald.loop.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When the file is mended, and what is told of it. A write that meets a page which cannot be read has the file mended at
 * once; a read leaves word, so that the next write does, or the next start. A small file beside the journal says that mending is wanted,
 * and then what has been emptied and is still to be filled again, so that a start that is cut off begins again.
 *
 * <p>{@link #want} is for any thread; all else for the one that writes.
 */
final class Mending {
    private static final Logger LOG = LoggerFactory.getLogger(Mending.class);
    private static final String NEWEST = "newest ";
    /** A position found in the file that is further ahead of the clock is not believed. */
    private static final long AHEAD_MILLIS_MAX = 24L * 60 * 60 * 1_000;

    /** A disk that goes bad place by place does not have all wait all the time. */
    private static final long REST_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final Path directory;
    private final Path file;
    private final Path word;
    private final Clock clock;
    private volatile boolean isWanted;
    private boolean hasMended;
    private long mendedNanos;

    Mending(Path directory, Clock clock) {
        this.directory = directory;
        file = directory.resolve("journal.db");
        this.clock = clock;
        word = file.resolveSibling(file.getFileName() + "-mend");
    }

    /** Leaves word for the next write, and for the next start. */
    void want() {
        isWanted = true;
        try {
            if (!Files.exists(word)) {
                leave("");
            }
        } catch (IOException failure) {
            LOG.warn("no word could be left that the journal is to be mended: {}", failure.getMessage());
        }
    }

    private void leave(String text) throws IOException {
        Path partial = word.resolveSibling(word.getFileName() + "-new");
        Files.writeString(partial, text);
        Files.move(partial, word, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Directories.sync(directory);
    }

    /** Whether a write that comes now has the file mended first. */
    boolean isDue() {
        return isWanted && (!hasMended || clock.nanos() - mendedNanos > REST_NANOS);
    }

    private boolean isWordLeft() {
        return Files.exists(word);
    }

    /** What is to be filled again. */
    Refilling.Emptied emptied() {
        Set<String> names = new HashSet<>();
        Position newest = Position.ORIGIN;
        try {
            for (String line : isWordLeft() ? Files.readAllLines(word) : List.<String>of()) {
                if (line.startsWith(NEWEST)) {
                    newest = new Position(Long.parseLong(line.substring(NEWEST.length())));
                } else {
                    names.add(line);
                }
            }
        } catch (IOException | NumberFormatException unreadable) {
            throw new JournalException("could not be mended, for " + word + " cannot be read: delete it", unreadable);
        }
        return new Refilling.Emptied(names, newest);
    }

    /** All is filled. */
    void filled() {
        try {
            Files.deleteIfExists(word);
        } catch (IOException failure) {
            LOG.warn("{} could not be deleted; the next start looks through the journal again", word);
        }
    }

    /** The writing connection, and what it says of the file. */
    record Opened(Writer writer, Tip tip) {}

    /** Mends the file where an earlier run has left word to do so, or where it cannot be opened else. */
    Opened open(Connections connections, Damage damage) throws SQLException {
        boolean isMended = isWordLeft() && mend(connections, Position.ORIGIN, false, damage);
        try {
            return reopen(connections, damage);
        } catch (SQLException fault) {
            if (isMended || !Faults.isMendable(fault) || !mend(connections, Position.ORIGIN, false, damage)) {
                throw fault;
            }
            return reopen(connections, damage);
        }
    }

    /** Fills again what was emptied. */
    Opened reopen(Connections connections, Damage damage) throws SQLException {
        Refilling.Emptied emptied = emptied();
        Writer opened = connections.openWriter(clock.epochMillis(), emptied, damage);
        try {
            Tip tip = Tip.look(opened);
            if (!emptied.names().isEmpty()) {
                filled();
            }
            return new Opened(opened, tip);
        } catch (SQLException | RuntimeException failure) {
            opened.close();
            throw failure;
        }
    }

    /**
     * Mends the file, which nobody has open. Afterwards it must be opened with what {@link #emptied} says.
     *
     * @param newest the newest position that is known
     * @param isAll whether all is made anew that follows from the events
     * @return whether anything was amiss
     * @throws JournalException when it cannot be mended; the message says what to do
     */
    boolean mend(Connections connections, Position newest, boolean isAll, Damage damage) throws SQLException {
        isWanted = false;
        hasMended = true;
        mendedNanos = clock.nanos();
        moveLog(connections);
        Path aside = file.resolveSibling(file.getFileName() + ".damaged-" + clock.epochMillis());
        LOG.warn("the journal's file is looked through for damage, which takes a moment when it is large");
        try {
            Surgery.Done done = Surgery.operate(file, isAll, aside, will -> leaveWord(will, newest));
            if (done.pages() == 0) {
                filledUnlessEmptied();
                return false;
            }
            tell(done, aside, damage);
            return true;
        } catch (IOException failure) {
            throw new JournalException("could not be mended: " + failure.getMessage(), failure);
        }
    }

    private void filledUnlessEmptied() {
        if (emptied().names().isEmpty()) {
            filled();
        }
    }

    /** So that the file has all. */
    private void moveLog(Connections connections) throws SQLException {
        try (Connection connection = connections.checkpointer();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            LOG.debug("the write-ahead log was moved: {}", row.getInt(1));
        } catch (SQLException fault) {
            LOG.warn("the write-ahead log could not be moved into the file: {}", fault.getMessage());
        }
        Path log = file.resolveSibling(file.getFileName() + "-wal");
        try {
            if (Files.exists(log) && Files.size(log) > 0) {
                throw new JournalException(
                        "is damaged, and cannot be mended while its write-ahead log cannot be moved into"
                                + " it: restore it from a backup, or move both away to begin a new one");
            }
        } catch (IOException failure) {
            throw new JournalException("could not be mended: " + failure.getMessage(), failure);
        }
    }

    private void leaveWord(Surgery.Done done, Position known) {
        Refilling.Emptied before = emptied();
        Set<String> names = new HashSet<>(before.names());
        names.addAll(done.emptied());
        names.add(Refilling.FIGURES);
        Position newest = known.isAfter(before.newest()) ? known : before.newest();
        Position found = new Position(Math.max(0, done.newest()));
        if (found.isAfter(newest) && found.epochMillis() <= clock.epochMillis() + AHEAD_MILLIS_MAX) {
            newest = found;
        }
        List<String> lines = new ArrayList<>(names);
        lines.add(NEWEST + newest.packed());
        try {
            leave(String.join("\n", lines) + "\n");
        } catch (IOException failure) {
            throw new JournalException("could not be mended: " + failure.getMessage(), failure);
        }
    }

    private static void tell(Surgery.Done done, Path aside, Damage damage) {
        for (EventTree.Lost lost : done.lost()) {
            long end = lost.upTo() == Long.MAX_VALUE ? Math.max(lost.after(), done.newest()) : lost.upTo();
            damage.hole(new Position(Math.max(0, lost.after())), new Position(Math.max(0, end)));
        }
        String emptied = done.emptied().isEmpty()
                ? ""
                : "; made anew from the events: "
                        + String.join(", ", done.emptied().stream().sorted().toList());
        damage.mended("the journal's file had pages that could not be read and was mended, " + done.pages()
                + " pages were written" + emptied + "; what was there before was copied to " + aside
                + ": look at the disk, and restore a backup if you need what is missing");
    }

    /** Before SQLite looks at it, which takes damage for the end. What it will not see is set aside, not lost. */
    void lookAtLog(Damage damage) {
        Path log = file.resolveSibling(file.getFileName() + "-wal");
        try {
            Optional<WalScan.Lost> lost = WalScan.look(log);
            if (lost.isPresent()) {
                Path aside = file.resolveSibling(log.getFileName() + ".damaged-" + clock.epochMillis());
                Files.copy(log, aside, StandardCopyOption.COPY_ATTRIBUTES);
                damage.mended("the journal's write-ahead log was damaged at frame "
                        + lost.get().frame() + " when it was opened: "
                        + lost.get().commitsBehind() + " commits in "
                        + lost.get().framesBehind()
                        + " frames behind it are lost (after a power cut the last may be one"
                        + " that nobody was told of); the log was copied to " + aside);
            }
        } catch (IOException unreadable) {
            LOG.warn("the journal's write-ahead log could not be looked through: {}", unreadable.getMessage());
        }
    }
}
