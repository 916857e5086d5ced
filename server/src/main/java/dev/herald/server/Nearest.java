package dev.herald.server;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The name that somebody probably meant. */
public final class Nearest {
    private static final int LENGTH_MAX = 100;

    private Nearest() {}

    /** The nearest of the names, if it is near: at most a third of the letters apart. */
    public static Optional<String> to(String written, Collection<String> names) {
        if (written.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        return names.stream()
                .min(Comparator.comparingInt(name -> distance(written, name)))
                .filter(name -> distance(written, name) <= Math.max(1, name.length() / 3));
    }

    /** Letters to add, leave out, change or swap with their neighbour (optimal string alignment). */
    private static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, from, to, i, j);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int step(int[][] cost, String from, String to, int i, int j) {
        char a = from.charAt(i - 1);
        char b = to.charAt(j - 1);
        int best = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + (a == b ? 0 : 1));
        boolean isSwap = i > 1 && j > 1 && a == to.charAt(j - 2) && b == from.charAt(i - 2);
        return isSwap ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
