package dev.herald.session;

import dev.herald.hub.Encoded;
import java.util.UUID;

/**
 * What the parts of one session share.
 *
 * @param id of the session
 * @param caller who talks
 * @param <E> what events become on its connection
 */
record Conversation<E extends Encoded>(SessionRules rules, UUID id, Peer<E> peer, Caller caller) {
    void refuse(Refusal refusal) {
        peer.say(rules.messages().error(refusal));
    }
}
