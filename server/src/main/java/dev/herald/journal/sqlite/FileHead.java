package dev.herald.journal.sqlite;

import dev.herald.journal.JournalException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The first page of the file: its head, and the table of its trees. Pure functions. */
final class FileHead {
    /**
     * A tree of the file.
     *
     * @param table whose it is; an index has its table's
     * @param isIndex whether its pages are of the kind of an index, as those of a table without row numbers are
     */
    record Tree(String name, String table, int root, boolean isIndex) {}

    private static final String MAGIC = "SQLite format 3\0";
    private static final int HEAD_BYTES = 100;
    private static final int PAGE_BYTES_AT = 16;
    private static final int RESERVED_AT = 20;
    private static final int CHANGES_AT = 24;
    private static final int COUNT_AT = 28;
    private static final int VACUUM_AT = 52;
    private static final int VALID_FOR_AT = 92;

    private FileHead() {}

    /** @throws JournalException when the page is damaged, without which nothing is found in the file */
    static List<Tree> trees(RawPages pages) {
        ByteBuffer page = pages.read(1);
        byte[] magic = new byte[MAGIC.length()];
        page.get(0, magic);
        TreePage is = TreePage.of(page, HEAD_BYTES);
        boolean isOurs = new String(magic, StandardCharsets.ISO_8859_1).equals(MAGIC)
                && (page.getShort(PAGE_BYTES_AT) & 0xFFFF) == RawPages.BYTES
                && page.get(RESERVED_AT) == 0
                && page.getInt(VACUUM_AT) == 0;
        if (!isOurs || !is.isSound() || is.kind() != TreePage.TABLE_LEAF) {
            throw new JournalException(
                    "has a damaged first page, without which nothing in it can be found: restore it from"
                            + " a backup, or move it away to begin a new one (`sqlite3 journal.db .recover` may find events in it)");
        }
        pages.grow(count(page));
        List<Tree> trees = new ArrayList<>();
        for (TreePage.Cell cell : is.cells()) {
            RawRecord row = cell.record();
            if (row != null && row.number(3) > 0) {
                boolean isIndex = row.text(0).equals("index")
                        || row.text(4).toUpperCase(Locale.ROOT).contains("WITHOUT ROWID");
                trees.add(new Tree(row.text(1), row.text(2), (int) row.number(3), isIndex));
            }
        }
        return trees;
    }

    private static int count(ByteBuffer page) {
        return page.getInt(CHANGES_AT) == page.getInt(VALID_FOR_AT) ? page.getInt(COUNT_AT) : 0;
    }

    /** Says how many pages there are, and that something has changed. */
    static void count(ByteBuffer page, int pages) {
        int changes = page.getInt(CHANGES_AT) + 1;
        page.putInt(CHANGES_AT, changes).putInt(COUNT_AT, pages).putInt(VALID_FOR_AT, changes);
    }
}
