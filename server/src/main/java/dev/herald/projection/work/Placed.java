package dev.herald.projection.work;

/**
 * A task at its place among the others. Immutable.
 *
 * @param parent the place of its parent, whether that one is deleted or not; {@link #NONE} where it has none that is
 *     known, and for one that is deleted itself
 * @param children how many it has that are not deleted
 */
record Placed(Task task, int parent, int children) {
    static final int NONE = -1;

    Placed with(Task newTask) {
        return new Placed(newTask, parent, children);
    }

    Placed below(int newParent) {
        return new Placed(task, newParent, children);
    }

    Placed withChildren(int more) {
        return new Placed(task, parent, children + more);
    }

    boolean isLeaf() {
        return children == 0;
    }
}
