package dev.herald.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.herald.event.Rfc3339;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Six weeks of three projects that end now, and a few minutes that come after. The resource {@code demo/story.ndjson} is
 * written by {@code app/src/main/story/make-story.mjs}, which says what its lines mean; here its days become those before
 * today. Immutable.
 *
 * @param past in the order of their moments, none of them later than now
 * @param live in the order of their seconds
 */
record DemoStory(List<Told> past, List<Later> live) {
    private static final String RESOURCE = "demo/story.ndjson";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern DAY = Pattern.compile("@day([+-]\\d{1,4})");
    private static final long MINUTE_MILLIS = 60_000;
    /** What the story has of today lies before this minute; early in the day it is told closer together. */
    private static final double TODAY_MINUTES = 1_100;

    /** What happened. @param atMillis epoch milliseconds */
    record Told(long atMillis, ObjectNode event) {}

    /** What will happen. @param second since the story has been told, or since its live part has begun again */
    record Later(int second, ObjectNode event) {
        /** The event of this round: what must not be the same twice is another in each. */
        ObjectNode in(int round) {
            String hash = "%08x%032x".formatted(second, round);
            return (ObjectNode) replaced(
                    event, text -> text.replace("@loop", String.valueOf(round)).replace("@hash", hash));
        }
    }

    DemoStory {
        past = List.copyOf(past);
        live = List.copyOf(live);
    }

    /** The story as it comes with the program, ending at a moment. */
    static DemoStory endingAt(Instant now, ZoneId zone) {
        try (InputStream in = Objects.requireNonNull(
                DemoStory.class.getResourceAsStream(RESOURCE), "the program was built without " + RESOURCE)) {
            List<JsonNode> lines = new ArrayList<>();
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(JSON.readTree(line));
            }
            return of(lines, now, zone);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + RESOURCE, e);
        }
    }

    static DemoStory of(List<JsonNode> lines, Instant now, ZoneId zone) {
        LocalDate today = now.atZone(zone).toLocalDate();
        List<Told> past = new ArrayList<>();
        List<Later> live = new ArrayList<>();
        for (JsonNode line : lines) {
            if (line.has("live")) {
                ObjectNode event = (ObjectNode) replaced(line.path("event"), text -> dated(text, today));
                live.add(new Later(line.path("live").asInt(), event));
            } else {
                long at = Math.min(moment(line, now, today, zone), now.toEpochMilli());
                String moment = Rfc3339.text(at);
                past.add(new Told(at, (ObjectNode)
                        replaced(line.path("event"), text -> text.equals("@at") ? moment : dated(text, today))));
            }
        }
        past.sort(Comparator.comparingLong(Told::atMillis));
        live.sort(Comparator.comparingInt(Later::second));
        return new DemoStory(past, live);
    }

    private static long moment(JsonNode line, Instant now, LocalDate today, ZoneId zone) {
        LocalDate day = line.has("workday")
                ? workday(today, -line.path("workday").asInt())
                : today.plusDays(line.path("day").asInt());
        long start = day.atStartOfDay(zone).toInstant().toEpochMilli();
        double minute = line.path("minute").asDouble();
        if (day.equals(today)) {
            double passed = (double) (now.toEpochMilli() - start) / MINUTE_MILLIS;
            minute *= Math.min(1, passed / TODAY_MINUTES);
        }
        return start + (long) (minute * MINUTE_MILLIS);
    }

    /** The day that lies so many working days back; a weekend's last working day is its Friday. */
    private static LocalDate workday(LocalDate today, int back) {
        LocalDate day = today;
        while (isWeekend(day)) {
            day = day.minusDays(1);
        }
        for (int i = 0; i < back; i++) {
            do {
                day = day.minus(1, ChronoUnit.DAYS);
            } while (isWeekend(day));
        }
        return day;
    }

    private static boolean isWeekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    private static String dated(String text, LocalDate today) {
        Matcher day = DAY.matcher(text);
        return day.matches() ? today.plusDays(Integer.parseInt(day.group(1))).toString() : text;
    }

    /** The same value with each text in it replaced. */
    private static JsonNode replaced(JsonNode value, UnaryOperator<String> texts) {
        return switch (value) {
            case TextNode text -> TextNode.valueOf(texts.apply(text.textValue()));
            case ObjectNode object -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                object.properties().forEach(member -> copy.set(member.getKey(), replaced(member.getValue(), texts)));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode();
                array.forEach(element -> copy.add(replaced(element, texts)));
                yield copy;
            }
            default -> value;
        };
    }
}
