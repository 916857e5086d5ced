package dev.herald.projection.work;

/** What the leaves of a project add up to, kept up to date leaf by leaf. One thread. */
final class Totals {
    private int total;
    private int completed;
    private int weighed;
    private final Weight weight = new Weight();
    private final Weight done = new Weight();

    /** @param sign 1 for one more, -1 for one less */
    void count(Placed placed, int sign) {
        Task task = placed.task();
        if (!placed.isLeaf() || task.status() == Status.CANCELLED || task.isDeleted()) {
            return;
        }
        boolean isDone = task.status() == Status.DONE;
        total += sign;
        completed += isDone ? sign : 0;
        Double estimate = task.estimate();
        if (estimate != null && estimate > 0) {
            weighed += sign;
            weight.add(estimate, sign);
            if (isDone) {
                done.add(estimate, sign);
            }
        }
    }

    Tally tally() {
        if (total == 0) {
            return Tally.NONE;
        }
        boolean isByEstimate = weighed == total;
        double share = isByEstimate ? done.sum() / weight.sum() : (double) completed / total;
        return new Tally(Math.min(100, 100 * share), completed, total, isByEstimate);
    }
}
