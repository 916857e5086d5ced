package dev.herald.journal.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closing a connection whose work is done or undone already: that it fails changes nothing, but is worth a line. */
final class Closing {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private Closing() {}

    static void quietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException fault) {
            LOG.warn("a connection to the journal did not close: {}", fault.getMessage());
        }
    }
}
