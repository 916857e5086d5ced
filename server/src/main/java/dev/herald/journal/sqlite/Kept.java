package dev.herald.journal.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.CoreStatement;

/**
 * A statement that is asked again and again. The driver ends one for good when its first step fails, on a page that cannot
 * be read or at the end of its time: then it is prepared anew. One thread at a time.
 */
final class Kept {
    private final Connection connection;
    private final String sql;
    private @Nullable PreparedStatement statement;

    Kept(Connection connection, String sql) {
        this.connection = connection;
        this.sql = sql;
    }

    PreparedStatement ready() throws SQLException {
        PreparedStatement kept = statement;
        if (kept == null || kept instanceof CoreStatement core && core.pointer.isClosed()) {
            kept = connection.prepareStatement(sql);
            statement = kept;
        }
        return kept;
    }
}
