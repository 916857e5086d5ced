package dev.herald.app;

import dev.herald.client.Outcome;
import dev.herald.client.Publication;
import dev.herald.client.ServerException;
import java.util.List;

/** A way to a server for publications: {@code HeraldClient::publish}, or a test's. */
@FunctionalInterface
interface Uplink {
    /** One outcome for each, in order. Throws when nothing is known of what became of them. */
    List<Outcome> publish(List<Publication> publications) throws ServerException, InterruptedException;
}
