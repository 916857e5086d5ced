package dev.herald.client;

import java.time.Duration;

/** Where a subscription stands. */
public sealed interface ConnectionState {
    enum Transport {
        WEB_SOCKET,
        SERVER_SENT_EVENTS
    }

    /** Asking the server. */
    record Connecting() implements ConnectionState {}

    /** Subscribed: what was missed comes first, then what happens. */
    record Subscribed(Transport transport) implements ConnectionState {}

    /**
     * The connection is lost or could not be made; the next attempt is made by itself.
     *
     * @param reason for people
     * @param delay until then
     */
    record Waiting(String reason, Duration delay) implements ConnectionState {}

    /**
     * Over, for good: the server refuses this subscription, or the subscriber failed.
     *
     * @param reason for people
     * @param why for programs
     */
    record Failed(String reason, Why why) implements ConnectionState {}

    /** Why a subscription is over for good. */
    enum Why {
        /** What was asked for is not to be had. */
        REFUSED,
        /** The server wants a token, or does not take this one, and there is no other. */
        TOKEN_REFUSED,
        /** The token does not allow it. */
        FORBIDDEN,
        /**
         * What answers there is no Herald server, or does not speak TLS where the address says so, or has a certificate
         * that is not believed. Only of the first connection: after it the same may be a server that is being replaced,
         * and is tried again.
         */
        NOT_HERALD,
        /** The subscriber threw. */
        SUBSCRIBER
    }

    /** Over, since it was closed here. */
    record Closed() implements ConnectionState {}
}
