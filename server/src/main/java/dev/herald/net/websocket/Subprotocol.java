package dev.herald.net.websocket;

import java.util.List;
import java.util.Optional;

/**
 * Chooses among the subprotocols that a client asks for (RFC 6455, section 1.9). What is spoken here has no name of its
 * own, so the first one is taken that is a name: a browser that asks and is answered none gives the connection up. Some
 * clients put their token there, for a page can set no other field; a token is never repeated. Any thread.
 */
final class Subprotocol {
    /** Names in use are shorter, tokens are longer. */
    private static final int NAME_MAX = 24;

    private static final String SEPARATORS = "()<>@,;:\\\"/[]?={} \t";

    private Subprotocol() {}

    /**
     * @param fields each value of {@code Sec-WebSocket-Protocol}
     * @return empty where none is asked for that could be a name
     */
    static Optional<String> answer(List<String> fields) {
        return fields.stream()
                .flatMap(field -> List.of(field.split(",", -1)).stream())
                .map(String::strip)
                .filter(Subprotocol::isName)
                .findFirst();
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= NAME_MAX
                && !text.startsWith("eyJ")
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f && SEPARATORS.indexOf(c) < 0);
    }
}
