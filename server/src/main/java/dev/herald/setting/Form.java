package dev.herald.setting;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a setting's value looks like: read from text, and said in words for the table and for messages. Any thread.
 *
 * @param <T> what it reads to
 */
public interface Form<T> {
    /** The word that stands for "no limit" where a limit may be lifted; read as {@code Long.MAX_VALUE}. */
    String UNLIMITED = "unlimited";

    /**
     * Reads a value; empty for one that is not allowed.
     *
     * @param text as it was written, without blanks around it
     * @param base where relative paths start
     */
    Optional<T> read(String text, Path base);

    /** What is allowed, with the unit; fits after "is not allowed: give". */
    String allowed();

    /** Whether a flag without a value stands for {@code on}. */
    default boolean isSwitch() {
        return false;
    }

    static <T> Form<T> of(String allowed, Function<String, Optional<T>> read) {
        return at(allowed, (text, base) -> read.apply(text));
    }

    /** As {@link #read}, for a form that knows its base. */
    @FunctionalInterface
    interface Reading<T> {
        Optional<T> read(String text, Path base);
    }

    static <T> Form<T> at(String allowed, Reading<T> reading) {
        return new Form<>() {
            @Override
            public Optional<T> read(String text, Path base) {
                return reading.read(text, base);
            }

            @Override
            public String allowed() {
                return allowed;
            }
        };
    }

    static Form<Integer> whole(int min, int max) {
        return of(
                "a whole number from " + grouped(min) + " to " + grouped(max),
                text -> number(text).filter(n -> n >= min && n <= max).map(Long::intValue));
    }

    /** A whole number, or a word that stands for 0. */
    static Form<Integer> wholeOr(String word, int min, int max) {
        Form<Integer> whole = whole(min, max);
        return of(
                whole.allowed() + ", or `" + word + "`",
                text -> text.equals(word) ? Optional.of(0) : whole.read(text, Path.of("")));
    }

    /** A count that may be {@link #UNLIMITED}. */
    static Form<Long> count(long min) {
        return of(
                "a whole number from " + grouped(min) + ", or `unlimited`",
                text -> text.equals(UNLIMITED)
                        ? Optional.of(Long.MAX_VALUE)
                        : number(text).filter(n -> n >= min));
    }

    /** Bytes: a number alone, or with KiB, MiB or GiB. */
    static Form<Long> bytes(String min, String max) {
        long least = Bytes.parse(min).orElseThrow();
        long most = Bytes.parse(max).orElseThrow();
        return of(
                "bytes, or a number with KiB, MiB or GiB, from " + min + " to " + max,
                text -> Bytes.parse(text).filter(n -> n >= least && n <= most));
    }

    static Form<Long> bytesOrUnlimited(String min) {
        long least = Bytes.parse(min).orElseThrow();
        return of(
                "bytes, or a number with KiB, MiB or GiB, from " + min + ", or `unlimited`",
                text -> text.equals(UNLIMITED)
                        ? Optional.of(Long.MAX_VALUE)
                        : Bytes.parse(text).filter(n -> n >= least));
    }

    /** Milliseconds, written as a number with its unit; a number alone is in the unit of {@code min}. */
    static Form<Long> duration(String min, String max) {
        String unit = Duration.unit(min);
        long least = Duration.parse(min, unit).orElseThrow();
        long most = Duration.parse(max, unit).orElseThrow();
        return of(
                "a number with ms, s, m, h or d (alone: " + unit + "), from " + min + " to " + max,
                text -> Duration.parse(text, unit).filter(n -> n >= least && n <= most));
    }

    static Form<Long> durationOrUnlimited(String min) {
        String unit = Duration.unit(min);
        long least = Duration.parse(min, unit).orElseThrow();
        return of(
                "a number with ms, s, m, h or d (alone: " + unit + "), from " + min + ", or `unlimited`",
                text -> text.equals(UNLIMITED)
                        ? Optional.of(Long.MAX_VALUE)
                        : Duration.parse(text, unit).filter(n -> n >= least));
    }

    /** The same, or a word that stands for so many milliseconds. */
    static Form<Long> durationOr(String word, long millis, String min, String max) {
        Form<Long> duration = duration(min, max);
        return of(
                duration.allowed() + ", or `" + word + "`",
                text -> text.equals(word) ? Optional.of(millis) : duration.read(text, Path.of("")));
    }

    /** What is used or not. */
    static Form<Switch> onOff() {
        return new Form<>() {
            @Override
            public Optional<Switch> read(String text, Path base) {
                return switch (text.toLowerCase(Locale.ROOT)) {
                    case "on" -> Optional.of(Switch.ON);
                    case "off" -> Optional.of(Switch.OFF);
                    default -> Optional.empty();
                };
            }

            @Override
            public String allowed() {
                return "`on` or `off`; a flag without a value is `on`";
            }

            @Override
            public boolean isSwitch() {
                return true;
            }
        };
    }

    /** One of the enum's names, in lower case. */
    static <E extends Enum<E>> Form<E> choice(Class<E> type) {
        E[] constants = type.getEnumConstants();
        return of(
                Arrays.stream(constants).map(Form::word).collect(Collectors.joining("`, `", "one of `", "`")),
                text -> Arrays.stream(constants)
                        .filter(constant -> word(constant).equals(text.toLowerCase(Locale.ROOT)))
                        .findFirst());
    }

    /** A path made absolute. A leading tilde is refused, since nothing but a shell expands it. */
    static Form<Path> path() {
        return at("a path (`~` is not expanded)", (text, base) -> {
            if (text.isEmpty() || text.startsWith("~")) {
                return Optional.empty();
            }
            try {
                return Optional.of(base.resolve(text).toAbsolutePath().normalize());
            } catch (InvalidPathException notAPath) {
                return Optional.empty();
            }
        });
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static Optional<Long> number(String text) {
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /** Sizes in binary units. */
    final class Bytes {
        private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,12}) ?(B|KiB|MiB|GiB)?");

        private Bytes() {}

        static Optional<Long> parse(String text) {
            Matcher written = WRITTEN.matcher(text);
            if (!written.matches()) {
                return Optional.empty();
            }
            String unit = written.group(2) == null ? "B" : written.group(2);
            int shift = switch (unit) {
                case "KiB" -> 10;
                case "MiB" -> 20;
                case "GiB" -> 30;
                default -> 0;
            };
            long number = Long.parseLong(written.group(1));
            return number > Long.MAX_VALUE >> shift ? Optional.empty() : Optional.of(number << shift);
        }
    }

    /** Lengths of time. */
    final class Duration {
        private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,12}) ?(ms|s|m|h|d)?");

        private Duration() {}

        static String unit(String text) {
            return text.replaceAll("[0-9 ]", "");
        }

        static Optional<Long> parse(String text, String unitAlone) {
            Matcher written = WRITTEN.matcher(text);
            if (!written.matches()) {
                return Optional.empty();
            }
            String unit = written.group(2) == null ? unitAlone : written.group(2);
            long factor = switch (unit) {
                case "s" -> 1_000L;
                case "m" -> 60_000L;
                case "h" -> 3_600_000L;
                case "d" -> 86_400_000L;
                default -> 1L;
            };
            long number = Long.parseLong(written.group(1));
            return number > Long.MAX_VALUE / factor ? Optional.empty() : Optional.of(number * factor);
        }
    }
}
