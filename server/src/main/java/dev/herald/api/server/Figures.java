package dev.herald.api.server;

import dev.herald.hub.HubStatistics;

/** What the server counts, asked when somebody looks. Any thread; never blocks. */
public interface Figures {
    HubStatistics hub();

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
