package dev.herald.api.server;

import dev.herald.hub.HubStatistics;
import java.util.Map;

/** What the server counts, asked when somebody looks. Any thread; never blocks. */
public interface Figures {
    HubStatistics hub();

    /** Sessions by room; as many as there are rooms, so not for a loop. */
    Map<String, Integer> rooms();

    /** WebSocket sessions open now. */
    int webSockets();

    /** Event streams open now. */
    int streams();

    /** Events that wait for the journal. */
    long waiting();

    /** Events kept since the start. */
    long published();

    long uptimeSeconds();
}
