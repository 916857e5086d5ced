package dev.herald.projection.risk;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The chance that a project's open leaves are done by the end of its due date: that of the forecast's draws, computed
 * instead of drawn, so that it does not tremble around a threshold. The distribution of what is finished by then is made
 * once for a day and a due date; an event costs one look. One thread.
 */
final class DueChance {
    private static final int DAYS_MAX = 84;
    private static final int DAYS_MIN = 14;
    private static final int FINISHED_MIN = 10;
    /** Beyond this many steps the sum of the draws is normal to all that a threshold can see. */
    private static final long STEPS_MAX = 200_000;

    private @Nullable LocalDate day;
    private @Nullable LocalDate due;
    private @Nullable LocalDate first;
    private boolean isCounted;
    /** What was finished on each of the days that are drawn from. */
    private int[] counts = {};
    /** The chance of at least so many; null where there is too little to say it. */
    private double @Nullable [] atLeast;

    private double mean;
    private double deviation;
    private boolean isNormal;

    /** What was finished on days before today may have changed. */
    void forgetCounts() {
        isCounted = false;
    }

    /** The first task may be another. */
    void forgetFirst() {
        first = null;
        isCounted = false;
    }

    /** @param first the day of the first task, asked for where it is not known; null for none */
    record Asked(
            LocalDate today, LocalDate due, ZoneId zone, CycleTimes finished, Supplier<@Nullable LocalDate> first) {
        private long begin(LocalDate day) {
            return day.atStartOfDay(zone).toInstant().toEpochMilli();
        }
    }

    /** @return null where the project's days are too few to say */
    @Nullable
    Double of(Asked asked, int open) {
        boolean isOfAnotherDay = !asked.today().equals(day) || !asked.due().equals(due);
        if (isOfAnotherDay || !isCounted) {
            int[] before = counts;
            counts = count(asked);
            isCounted = true;
            if (isOfAnotherDay || !Arrays.equals(before, counts)) {
                make(ChronoUnit.DAYS.between(asked.today(), asked.due()));
                day = asked.today();
                due = asked.due();
            }
        }
        if (isNormal) {
            return 1 - normal((open - 0.5 - mean) / deviation);
        }
        if (atLeast == null) {
            return null;
        }
        return open < atLeast.length ? atLeast[open] : 0.0;
    }

    private int[] count(Asked asked) {
        if (first == null) {
            first = asked.first().get();
        }
        LocalDate today = asked.today();
        LocalDate from = today.minusDays(DAYS_MAX);
        LocalDate begin = from;
        if (first == null || first.isAfter(from)) {
            begin = first == null ? today : first;
        }
        int days = (int) Math.max(0, ChronoUnit.DAYS.between(begin, today));
        int[] finished = new int[days];
        for (int i = 0; i < days; i++) {
            long start = asked.begin(begin.plusDays(i)) - 1;
            finished[i] = asked.finished().finishedIn(start, asked.begin(begin.plusDays(i + 1L)) - 1);
        }
        return finished;
    }

    private void make(long untilDue) {
        atLeast = null;
        isNormal = false;
        int[] finished = counts;
        int days = finished.length;
        int inAll = Arrays.stream(finished).sum();
        int most = Arrays.stream(finished).max().orElse(0);
        long draws = Math.max(0, untilDue);
        if (days < DAYS_MIN || inAll < FINISHED_MIN) {
            return;
        }
        if (draws * draws * most * (most + 1L) / 2 > STEPS_MAX) {
            isNormal = true;
            mean = draws * (double) inAll / days;
            double squares = 0;
            for (int one : finished) {
                squares += (double) one * one;
            }
            deviation = Math.sqrt(draws * (squares / days - Math.pow((double) inAll / days, 2)));
            return;
        }
        atLeast = atLeast(finished, most, (int) draws);
    }

    private static double[] atLeast(int[] finished, int most, int draws) {
        double[] one = new double[most + 1];
        for (int count : finished) {
            one[count] += 1.0 / finished.length;
        }
        double[] sum = {1};
        for (int draw = 0; draw < draws; draw++) {
            double[] next = new double[sum.length + most];
            for (int i = 0; i < sum.length; i++) {
                for (int more = 0; more <= most; more++) {
                    next[i + more] += sum[i] * one[more];
                }
            }
            sum = next;
        }
        double[] atLeast = new double[sum.length];
        double all = 0;
        for (int i = sum.length - 1; i >= 0; i--) {
            all += sum[i];
            atLeast[i] = Math.min(1, all);
        }
        return atLeast;
    }

    /** The normal distribution function (Abramowitz and Stegun, 26.2.17), good to seven digits. */
    private static double normal(double x) {
        if (Double.isNaN(x)) {
            return 0.5;
        }
        double t = 1 / (1 + 0.2316419 * Math.abs(x));
        double poly = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        double tail = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * poly;
        return x >= 0 ? 1 - tail : tail;
    }
}
