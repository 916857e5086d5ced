package dev.herald.access;

/**
 * What a caller may see and do. A server without keys is open, on loopback only, and grants everything.
 *
 * @param subject who, as the token names them; {@code anonymous} where the server is open
 */
public record Grant(String subject) {
    /** Everything, for anybody who can reach the loopback address. */
    public static final Grant OPEN = new Grant("anonymous");
}
