package dev.herald.net;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The connections of a loop that owe us something, as {@link Owed} says it, each kind in the order in which it began to
 * be owed. When there are as many connections as there may be, one of these makes room, so that connections which are
 * opened and left alone, send half a request, or do not take their answers keep nobody out. Runs on its loop, which {@link Link} checks at each change: no other thread sees it.
 *
 * <p>There is no limit of these by address: behind a proxy, or on one machine, very many honest clients have one address,
 * and an attacker has many. An honest client does what it owes at once, and is not the oldest for long.
 */
final class Waiting {
    private final List<Set<Debtor>> byKind =
            List.of(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());

    void move(Debtor debtor, Owed from, Owed to) {
        if (from != Owed.NOTHING) {
            byKind.get(from.ordinal()).remove(debtor);
        }
        if (to != Owed.NOTHING) {
            byKind.get(to.ordinal()).add(debtor);
        }
    }

    /** Closes the oldest; false where there is none. */
    boolean makeRoom() {
        for (Set<Debtor> kind : byKind) {
            Iterator<Debtor> oldest = kind.iterator();
            if (oldest.hasNext()) {
                // At once and without TLS's goodbye, for which one would have to wait. That takes it out of here.
                oldest.next().cut();
                return true;
            }
        }
        return false;
    }
}
