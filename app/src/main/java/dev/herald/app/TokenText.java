package dev.herald.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.herald.access.TokenAuthenticator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A token as its reader sees it: nothing in it is checked. */
record TokenText(Map<String, Object> header, Map<String, Object> claims) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx");
    private static final Set<String> MOMENTS = Set.of("exp", "nbf", "iat");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NAME_WIDTH = 13;
    private static final long SECONDS_MAX = 253_402_300_799L;

    /** Empty for what is no signed token in compact form. */
    static Optional<TokenText> read(String token) {
        String[] parts = token.split("\\.", -1);
        if (token.length() > TokenAuthenticator.TOKEN_LENGTH_MAX || parts.length != 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(new TokenText(members(parts[0]), members(parts[1])));
        } catch (IllegalArgumentException | JsonProcessingException malformed) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> members(String part) throws JsonProcessingException {
        String json = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
        Map<String, Object> members = JSON.readValue(json, new TypeReference<LinkedHashMap<String, Object>>() {});
        if (members == null) {
            throw new IllegalArgumentException("null is no object");
        }
        return members;
    }

    /** For people: a line each for the header and the claims. */
    List<String> lines(long nowMillis, ZoneId zone) {
        List<String> lines = new ArrayList<>();
        header.forEach((name, value) -> lines.add(line("header " + name, text(value))));
        claims.forEach((name, value) -> lines.add(line(name, claim(name, value, nowMillis, zone))));
        return lines;
    }

    private static String line(String name, String value) {
        String plain = Line.plain(name, 40);
        return plain + " ".repeat(Math.max(1, NAME_WIDTH - plain.length())) + value;
    }

    private static String claim(String name, Object value, long nowMillis, ZoneId zone) {
        boolean isMoment = MOMENTS.contains(name)
                && value instanceof Number number
                && number.doubleValue() >= 0
                && number.doubleValue() <= SECONDS_MAX;
        if (!isMoment) {
            return text(value);
        }
        long seconds = ((Number) value).longValue();
        String time = TIME.format(Instant.ofEpochSecond(seconds).atZone(zone));
        long left = seconds - nowMillis / 1_000;
        return switch (name) {
            case "exp" -> time + (left > 0 ? ", expires in " + span(left) : ", expired " + span(-left) + " ago");
            case "nbf" -> time + (left > 0 ? ", not valid for another " + span(left) : "");
            default -> time;
        };
    }

    private static String text(Object value) {
        try {
            return Line.plain(value instanceof String text ? text : JSON.writeValueAsString(value));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("what was read from JSON is no JSON", impossible);
        }
    }

    /** In the two largest units. */
    static String span(long seconds) {
        long[] sizes = {86_400, 3_600, 60, 1};
        String[] units = {"d", "h", "min", "s"};
        for (int i = 0; i < sizes.length - 1; i++) {
            if (seconds >= sizes[i]) {
                long rest = seconds % sizes[i] / sizes[i + 1];
                return seconds / sizes[i] + " " + units[i] + (rest == 0 ? "" : " " + rest + " " + units[i + 1]);
            }
        }
        return seconds + " s";
    }
}
