package dev.herald.net.http1;

import dev.herald.http.Problem;
import dev.herald.http.Request;
import dev.herald.net.Body;
import dev.herald.net.Link;
import dev.herald.net.Site;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request whose head has come, and what has come of its body. Runs on its loop; released once. */
final class Received {
    private @Nullable HttpRequest raw;
    private final Http1Request head;
    private final Body body;
    private final int bodyBytesMax;

    Received(HttpRequest raw, Http1Request head, Site site) {
        this.raw = raw;
        this.head = head;
        this.body = site.newBody();
        this.bodyBytesMax = site.bodyBytesMax(head.method(), head.target().path());
    }

    /** Why such a request is not received, if it is not. */
    static Optional<Problem> refusal(Http1Request head, Link link) {
        Site site = link.site();
        if (link.isRefused()) {
            site.refused();
            return Optional.of(Site.busy("the server has as many connections as it may"));
        }
        int bytesMax = site.bodyBytesMax(head.method(), head.target().path());
        if (head.announcedBytes() > bytesMax) {
            return Optional.of(Site.tooLarge(bytesMax));
        }
        return site.refusal(head.method(), head.authority(), head.headers());
    }

    /** As the decoder gave it; given away once, for somebody may make the answer for long, and it is large. */
    HttpRequest takeRaw() {
        HttpRequest taken = raw;
        if (taken == null) {
            throw new IllegalStateException("the request has been taken already");
        }
        raw = null;
        return taken;
    }

    /** The body follows: an endpoint may want to know before it has come. */
    void begin(Site site, Link link) {
        body.whenReleased(site.begin(request(link), link.loop()));
    }

    Http1Request head() {
        return head;
    }

    /** Takes a part of the body, or says why not. */
    Optional<Problem> take(ByteBuf part) {
        return switch (body.add(part, head.announcedBytes(), bodyBytesMax)) {
            case TOO_LARGE -> Optional.of(Site.tooLarge(bodyBytesMax));
            case SERVER_IS_FULL -> Optional.of(Site.busy("the server holds as many request bodies as it may"));
            case YES -> Optional.empty();
        };
    }

    /** The request, whole. */
    Request request(Link link) {
        return Request.of(
                head.method(),
                head.target().path(),
                head.target().query(),
                head.headers(),
                body.bytes(),
                link.client(head.headers()),
                Map.of());
    }

    void release() {
        body.release();
    }
}
