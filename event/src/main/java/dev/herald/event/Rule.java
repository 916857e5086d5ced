package dev.herald.event;

import java.math.BigDecimal;
import java.time.zone.ZoneRulesProvider;
import java.util.Arrays;
import java.util.Set;

/** What a field of {@code data} may be where it is present. */
sealed interface Rule {
    boolean allows(Value value);

    /** What is allowed, as the words after "must be". */
    String allowed();

    /** Characters (UTF-16 units) from one to so many. */
    record Text(int lengthMin, int lengthMax) implements Rule {
        @Override
        public boolean allows(Value value) {
            int length = value.text().length();
            return value.kind() == Value.Kind.TEXT && length >= lengthMin && length <= lengthMax;
        }

        @Override
        public String allowed() {
            return "a string of " + lengthMin + " to " + lengthMax + " characters";
        }
    }

    /** A name that can stand in a room's name. */
    record Id() implements Rule {
        @Override
        public boolean allows(Value value) {
            return value.kind() == Value.Kind.TEXT && Room.isId(value.text());
        }

        @Override
        public String allowed() {
            return "an id that matches [A-Za-z0-9._-]{1,128}";
        }
    }

    record Choice(Set<String> choices, String allowed) implements Rule {
        static Choice of(String... choices) {
            String listed = String.join(", ", Arrays.asList(choices));
            return new Choice(Set.of(choices), choices.length == 1 ? "\"" + listed + "\"" : "one of " + listed);
        }

        @Override
        public boolean allows(Value value) {
            return value.kind() == Value.Kind.TEXT && choices.contains(value.text());
        }
    }

    /** A number without fraction or exponent. */
    record Whole(long min, long max) implements Rule {
        /** No number of more digits is in any range; leading zeros are not JSON. */
        private static final int DIGITS_MAX = 19;

        @Override
        public boolean allows(Value value) {
            if (value.kind() != Value.Kind.WHOLE_NUMBER || value.text().length() > DIGITS_MAX) {
                return false;
            }
            BigDecimal number = new BigDecimal(value.text());
            return number.compareTo(BigDecimal.valueOf(min)) >= 0 && number.compareTo(BigDecimal.valueOf(max)) <= 0;
        }

        @Override
        public String allowed() {
            return max == Long.MAX_VALUE ? "a whole number from " + min : "a whole number from " + min + " to " + max;
        }
    }

    record Number(BigDecimal min, BigDecimal max) implements Rule {
        static Number of(long min, long max) {
            return new Number(BigDecimal.valueOf(min), BigDecimal.valueOf(max));
        }

        @Override
        public boolean allows(Value value) {
            if (!value.isNumber()) {
                return false;
            }
            try {
                BigDecimal number = new BigDecimal(value.text());
                return number.compareTo(min) >= 0 && number.compareTo(max) <= 0;
            } catch (NumberFormatException beyondAnyRange) {
                // JSON has checked the form: what is left is an exponent of more than ten digits.
                return false;
            }
        }

        @Override
        public String allowed() {
            return "a number from " + min.toPlainString() + " to " + max.toPlainString();
        }
    }

    record Flag() implements Rule {
        @Override
        public boolean allows(Value value) {
            return value.kind() == Value.Kind.FLAG;
        }

        @Override
        public String allowed() {
            return "true or false";
        }
    }

    record Members(int sizeMax) implements Rule {
        @Override
        public boolean allows(Value value) {
            return value.kind() == Value.Kind.OBJECT && value.size() <= sizeMax;
        }

        @Override
        public String allowed() {
            return "an object of at most " + sizeMax + " members";
        }
    }

    record Elements(int sizeMax) implements Rule {
        @Override
        public boolean allows(Value value) {
            return value.kind() == Value.Kind.ARRAY && value.size() <= sizeMax;
        }

        @Override
        public String allowed() {
            return "an array of at most " + sizeMax + " elements";
        }
    }

    /** A moment as RFC 3339 writes it. */
    record Moment() implements Rule {
        @Override
        public boolean allows(Value value) {
            return value.kind() == Value.Kind.TEXT && Rfc3339.isMoment(value.text());
        }

        @Override
        public String allowed() {
            return "an RFC 3339 time such as 2026-11-20T10:40:00.123Z";
        }
    }

    /** A day, or a moment as RFC 3339 writes it. */
    record Day() implements Rule {
        @Override
        public boolean allows(Value value) {
            return value.kind() == Value.Kind.TEXT && (Rfc3339.isDay(value.text()) || Rfc3339.isMoment(value.text()));
        }

        @Override
        public String allowed() {
            return "a day such as 2026-11-20, or an RFC 3339 time";
        }
    }

    /** A name of the IANA time zone database. */
    record TimeZone() implements Rule {
        @Override
        public boolean allows(Value value) {
            return value.kind() == Value.Kind.TEXT
                    && ZoneRulesProvider.getAvailableZoneIds().contains(value.text());
        }

        @Override
        public String allowed() {
            return "an IANA time zone such as Europe/Berlin";
        }
    }

    /** A file's path below the project's root, with slashes. */
    record RelativePath(int lengthMax) implements Rule {
        @Override
        public boolean allows(Value value) {
            String path = value.text();
            boolean hasLength = !path.isEmpty() && path.length() <= lengthMax;
            return value.kind() == Value.Kind.TEXT && hasLength && isRelative(path);
        }

        private static boolean isRelative(String path) {
            boolean hasDrive = path.length() >= 3
                    && Character.isLetter(path.charAt(0))
                    && path.charAt(1) == ':'
                    && (path.charAt(2) == '\\' || path.charAt(2) == '/');
            if (hasDrive || path.charAt(0) == '/' || path.indexOf('\0') >= 0) {
                return false;
            }
            return !path.contains("..") || Arrays.stream(path.split("/")).noneMatch(".."::equals);
        }

        @Override
        public String allowed() {
            return "a relative path with / and without .. of 1 to " + lengthMax + " characters";
        }
    }

    record Either(Rule one, Rule other) implements Rule {
        @Override
        public boolean allows(Value value) {
            return one.allows(value) || other.allows(value);
        }

        @Override
        public String allowed() {
            return one.allowed() + ", or " + other.allowed();
        }
    }

    record OrNull(Rule rule) implements Rule {
        @Override
        public boolean allows(Value value) {
            return value.kind() == Value.Kind.NOTHING || rule.allows(value);
        }

        @Override
        public String allowed() {
            return rule.allowed() + ", or null";
        }
    }
}
