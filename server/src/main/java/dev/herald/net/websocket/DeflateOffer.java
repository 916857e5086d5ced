package dev.herald.net.websocket;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses among a client's offers of permessage-deflate (RFC 7692, section 7.1). Context takeover is refused in both
 * directions, so that a message is compressed once for all and no session keeps a window. Any thread.
 */
final class DeflateOffer {
    private static final String NAME = "permessage-deflate";
    private static final String ANSWER = NAME + "; server_no_context_takeover; client_no_context_takeover";
    private static final int WINDOW_BITS_MAX = 15;

    private DeflateOffer() {}

    /**
     * The answer to the first offer that can be met; empty to go on without compression.
     *
     * @param fields each value of {@code Sec-WebSocket-Extensions}
     */
    static Optional<String> answer(List<String> fields) {
        for (String field : fields) {
            for (String offer : field.split(",", -1)) {
                Optional<String> answer = answerOne(offer);
                if (answer.isPresent()) {
                    return answer;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> answerOne(String offer) {
        String[] parts = offer.split(";", -1);
        if (!parts[0].strip().equalsIgnoreCase(NAME)) {
            return Optional.empty();
        }
        boolean namesServerWindow = false;
        Set<String> seen = new HashSet<>();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].strip().split("=", 2);
            String name = pair[0].strip().toLowerCase(Locale.ROOT);
            String value = pair.length == 1 ? "" : unquoted(pair[1].strip());
            if (!seen.add(name) || !isAcceptable(name, value, pair.length == 2)) {
                return Optional.empty();
            }
            namesServerWindow |= name.equals("server_max_window_bits");
        }
        return Optional.of(namesServerWindow ? ANSWER + "; server_max_window_bits=" + WINDOW_BITS_MAX : ANSWER);
    }

    private static boolean isAcceptable(String name, String value, boolean hasValue) {
        return switch (name) {
            case "server_no_context_takeover", "client_no_context_takeover" -> !hasValue;
            case "client_max_window_bits" -> !hasValue || isWindow(value);
            // The JDK's deflate knows the full window only.
            case "server_max_window_bits" -> value.equals("15");
            default -> false;
        };
    }

    private static boolean isWindow(String value) {
        return value.matches("[89]|1[0-5]");
    }

    private static String unquoted(String value) {
        boolean isQuoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return isQuoted ? value.substring(1, value.length() - 1) : value;
    }
}
