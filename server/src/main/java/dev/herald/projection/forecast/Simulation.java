package dev.herald.projection.forecast;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Runs that each draw days, with replacement, until the work is done. {@code java.util.SplittableRandom}'s sequence is
 * specified, so a seed gives the same runs on each machine.
 */
final class Simulation {
    static final int RUNS = 10_000;
    /** A run that is not done after ten years is not done. */
    static final int DAYS_MAX = 3_650;

    private static final double[] SHARES = {0.5, 0.85, 0.95};
    private static final int NOT_DONE = Integer.MAX_VALUE;

    private final int[] daysToDone;

    private Simulation(int[] daysToDone) {
        this.daysToDone = daysToDone;
        Arrays.sort(daysToDone);
    }

    /**
     * @param open leaves that are to be done, at least one
     * @param doesGrow whether a day brings as many new leaves as were added on the day drawn
     */
    static Simulation of(DailyHistory history, int open, boolean doesGrow, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] change = history.finished().clone();
        if (doesGrow) {
            for (int day = 0; day < change.length; day++) {
                change[day] -= history.added()[day];
            }
        }
        int[] done = new int[RUNS];
        for (int run = 0; run < RUNS; run++) {
            done[run] = run(change, open, random);
        }
        return new Simulation(done);
    }

    private static int run(int[] change, int open, SplittableRandom random) {
        long left = open;
        for (int day = 1; day <= DAYS_MAX; day++) {
            left -= change[pick(random, change.length)];
            if (left <= 0) {
                return day;
            }
        }
        return NOT_DONE;
    }

    /** In how many days this share of the runs was done; null where that takes more than {@link #DAYS_MAX}. */
    @Nullable
    Integer days(double share) {
        int days = daysToDone[(int) Math.ceil(share * RUNS) - 1];
        return days == NOT_DONE ? null : days;
    }

    /** The share of the runs that were done after so many days. */
    double doneWithin(long days) {
        int done = 0;
        while (done < RUNS && daysToDone[done] <= days) {
            done++;
        }
        return (double) done / RUNS;
    }

    /**
     * How many leaves were finished after each of so many days by at least 50, 85 and 95 percent of the runs.
     *
     * @param open what is finished at most
     * @return by day, from the first: the three numbers
     */
    static int[][] cone(DailyHistory history, int open, int days, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] finished = history.finished();
        int[] sums = new int[RUNS];
        int[][] cone = new int[days][];
        for (int day = 0; day < days; day++) {
            for (int run = 0; run < RUNS; run++) {
                sums[run] = Math.min(open, sums[run] + finished[pick(random, finished.length)]);
            }
            cone[day] = atLeast(sums);
        }
        return cone;
    }

    /** How many leaves were finished within so many days by at least 50, 85 and 95 percent of the runs. */
    static int[] within(DailyHistory history, int days, long seed) {
        return cone(history, Integer.MAX_VALUE / 2, days, seed)[days - 1];
    }

    /** The largest numbers that at least these shares of the runs reach, by counting: the sums are small and many. */
    private static int[] atLeast(int[] sums) {
        int min = Integer.MAX_VALUE;
        int max = 0;
        for (int sum : sums) {
            min = Math.min(min, sum);
            max = Math.max(max, sum);
        }
        int[] counts = new int[max - min + 1];
        for (int sum : sums) {
            counts[sum - min]++;
        }
        int[] found = new int[SHARES.length];
        int at = max - min;
        int reached = counts[at];
        for (int i = 0; i < SHARES.length; i++) {
            while (reached < Math.ceil(SHARES[i] * RUNS)) {
                reached += counts[--at];
            }
            found[i] = at + min;
        }
        return found;
    }

    /** One of n, each as likely but for one part in ten millions. */
    private static int pick(SplittableRandom random, int n) {
        return (int) ((random.nextInt() & 0xFFFF_FFFFL) * n >>> 32);
    }
}
