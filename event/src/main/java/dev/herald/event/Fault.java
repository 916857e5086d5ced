package dev.herald.event;

/**
 * One thing that is wrong with an event.
 *
 * @param pointer where, an RFC 6901 JSON pointer into what was published; empty for the whole
 * @param detail what is wrong and what is allowed, fit for the publisher
 */
public record Fault(String pointer, String detail) {
    /** A pointer's segment: {@code ~} and {@code /} are escaped (RFC 6901, section 3). */
    static String segment(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
