package dev.herald.transport.socketio.dialect;

import dev.herald.access.Grant;
import dev.herald.access.Verdict;
import dev.herald.http.Request;
import dev.herald.loop.Loop;
import dev.herald.session.Entrance;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The token that the request which opened a connection showed, in {@code Authorization} or {@code ?token=}. Runs on the
 * connection's home loop.
 *
 * <p>Each later request has to show it too, so that whoever found a session's id can do nothing with the id alone. It may
 * show another token that holds and is the same principal's: from then on that one is the connection's token, and the token
 * of the sockets that the old one let in.
 */
final class OpeningToken {
    private final Entrance entrance;
    private final Loop loop;
    private @Nullable String token;
    private @Nullable String subject;
    private final List<RoomSession> sessions = new ArrayList<>(2);

    OpeningToken(Entrance entrance, Loop loop, Request request) {
        this.entrance = entrance;
        this.loop = loop;
        this.token = Entrance.token(request).orElse(null);
    }

    @Nullable
    String token() {
        return token;
    }

    /** A socket was let in by the token. */
    void onLetIn(RoomSession session) {
        loop.check();
        sessions.removeIf(RoomSession::isGone);
        sessions.add(session);
        subject = session.caller().grant().subject();
    }

    /** Tells whether the request comes from whoever opened the connection, as far as a token can tell. */
    void onRequest(Request request, Consumer<Boolean> next) {
        loop.check();
        String known = token;
        String other = Entrance.token(request).orElse("");
        if (known == null || isEqual(known, other)) {
            next.accept(true);
        } else if (other.isEmpty() || Entrance.ambiguity(request).isPresent()) {
            next.accept(false);
        } else {
            String address = request.remoteAddress();
            entrance.check(other, address, loop, verdict -> {
                if (verdict instanceof Verdict.Accepted(Grant grant)) {
                    withSubject(known, address, of -> next.accept(renew(of, other, grant)));
                } else {
                    next.accept(false);
                }
            });
        }
    }

    /** Tells whose the connection is. That is known once its token has let somebody in; else the token is looked up. */
    private void withSubject(String known, String address, Consumer<@Nullable String> next) {
        if (subject != null) {
            next.accept(subject);
            return;
        }
        entrance.check(
                known,
                address,
                loop,
                verdict -> next.accept(verdict instanceof Verdict.Accepted(Grant grant) ? grant.subject() : null));
    }

    private boolean renew(@Nullable String of, String other, Grant grant) {
        if (!grant.subject().equals(of)) {
            return false;
        }
        token = other;
        for (RoomSession session : sessions) {
            if (!session.isGone() && session.caller().mayBecome(grant)) {
                session.onGrant(grant);
            }
        }
        return true;
    }

    private static boolean isEqual(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "OpeningToken[" + (token == null ? "no token" : "a token") + "]";
    }
}
