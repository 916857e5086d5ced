package dev.herald.access;

/** The token buckets, per principal and per address (PROTOCOL section 6). Any thread; never blocks. */
public interface RateLimits {
    /** What is limited. */
    enum Kind {
        /** Opening a session, per address and per principal. */
        CONNECT,
        /** Messages of clients on their sessions, per principal. */
        MESSAGE,
        /** Events published, per principal and per address. */
        PUBLISH,
        /** Questions to the history, per principal and per address. */
        READ,
        /** Tokens that did not hold, per address: beyond it, callers are refused before their token is looked at. */
        FAILURE
    }

    /** Nothing is limited: the open mode, unless limits are set. */
    RateLimits OFF = (kind, key) -> Allowance.UNLIMITED;

    /**
     * The bucket of this caller, which may be kept for a session's life.
     *
     * @param key a principal as {@code sub:…} or an address as {@code ip:…}; bounded in number by the implementation
     */
    Allowance of(Kind kind, String key);

    static String principal(String subject) {
        return "sub:" + subject;
    }

    static String address(String address) {
        return "ip:" + address;
    }
}
