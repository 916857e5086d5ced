package dev.herald.event;

import java.nio.charset.StandardCharsets;
import java.time.YearMonth;

/** Moments as RFC 3339 text: written in UTC with milliseconds; read in any of the standard's forms. */
public final class Rfc3339 {
    /** {@code 2026-11-20T10:40:00.123Z}. */
    static final int LENGTH = 24;

    private static final int MILLIS_PER_DAY = 24 * 60 * 60 * 1000;
    private static final int TEXT_MAX = 40;
    private static final int SECONDS_END = 19;

    private Rfc3339() {}

    /** In UTC with milliseconds. @param epochMillis not negative, before the year 10,000 */
    public static String text(long epochMillis) {
        byte[] text = new byte[LENGTH];
        write(epochMillis, text, 0);
        return new String(text, StandardCharsets.US_ASCII);
    }

    /**
     * Writes {@link #LENGTH} bytes. The calendar is computed as in Howard Hinnant's "chrono-compatible low-level date
     * algorithms" (civil_from_days): a formatter costs twenty times as much, and each event has two of these.
     *
     * @param epochMillis not negative, before the year 10,000
     */
    static void write(long epochMillis, byte[] to, int at) {
        int days = Math.toIntExact(epochMillis / MILLIS_PER_DAY);
        int millis = (int) (epochMillis % MILLIS_PER_DAY);
        int shifted = days + 719_468;
        int era = shifted / 146_097;
        int dayOfEra = shifted % 146_097;
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int marchMonth = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
        int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        int year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        two(year / 100, to, at);
        two(year % 100, to, at + 2);
        to[at + 4] = '-';
        two(month, to, at + 5);
        to[at + 7] = '-';
        two(day, to, at + 8);
        to[at + 10] = 'T';
        two(millis / 3_600_000, to, at + 11);
        to[at + 13] = ':';
        two(millis / 60_000 % 60, to, at + 14);
        to[at + 16] = ':';
        two(millis / 1000 % 60, to, at + 17);
        to[at + 19] = '.';
        to[at + 20] = (byte) ('0' + millis / 100 % 10);
        two(millis % 100, to, at + 21);
        to[at + 23] = 'Z';
    }

    /** Whether the text is a date-time of RFC 3339, section 5.6; a leap second may be named. */
    static boolean isMoment(String text) {
        if (text.length() <= SECONDS_END || text.length() > TEXT_MAX) {
            return false;
        }
        char separator = text.charAt(10);
        boolean isLaidOut = text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && (separator == 'T' || separator == 't')
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
        return isLaidOut && isDate(text) && isTime(text) && isOffset(text, fractionEnd(text));
    }

    /** Whether the text is a full-date of RFC 3339, section 5.6. */
    static boolean isDay(String text) {
        return text.length() == 10 && text.charAt(4) == '-' && text.charAt(7) == '-' && isDate(text);
    }

    private static boolean isDate(String text) {
        int century = number(text, 0);
        int yearOfCentury = number(text, 2);
        int month = number(text, 5);
        int day = number(text, 8);
        if (century < 0 || yearOfCentury < 0 || month < 1 || month > 12 || day < 1) {
            return false;
        }
        return day <= YearMonth.of(century * 100 + yearOfCentury, month).lengthOfMonth();
    }

    private static boolean isTime(String text) {
        int hour = number(text, 11);
        int minute = number(text, 14);
        int second = number(text, 17);
        return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 60;
    }

    /** Where the fraction ends; -1 when a point stands there without a digit. */
    private static int fractionEnd(String text) {
        if (text.charAt(SECONDS_END) != '.') {
            return SECONDS_END;
        }
        int end = SECONDS_END + 1;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end == SECONDS_END + 1 ? -1 : end;
    }

    private static boolean isOffset(String text, int at) {
        if (at < 0 || at == text.length()) {
            return false;
        }
        char sign = text.charAt(at);
        if (sign == 'Z' || sign == 'z') {
            return at == text.length() - 1;
        }
        if (sign != '+' && sign != '-' || text.length() != at + 6 || text.charAt(at + 3) != ':') {
            return false;
        }
        int hours = number(text, at + 1);
        int minutes = number(text, at + 4);
        return hours >= 0 && hours <= 23 && minutes >= 0 && minutes <= 59;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int number(String text, int at) {
        char tens = text.charAt(at);
        char ones = text.charAt(at + 1);
        return isDigit(tens) && isDigit(ones) ? (tens - '0') * 10 + ones - '0' : -1;
    }

    private static void two(int value, byte[] to, int at) {
        to[at] = (byte) ('0' + value / 10);
        to[at + 1] = (byte) ('0' + value % 10);
    }
}
