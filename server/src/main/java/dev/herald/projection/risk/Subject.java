package dev.herald.projection.risk;

/** What rules look at. @param id a task's, a pull request's, a workflow's name, an agent's, a file's path, the project's */
record Subject(Kind kind, String id) implements Comparable<Subject> {
    enum Kind {
        TASK,
        /** The circle of dependencies with this task, the first of its ids. */
        CIRCLE,
        /** All work in progress, by its age. */
        AGING,
        PULL_REQUEST,
        WORKFLOW,
        PROJECT,
        AGENT,
        FILE
    }

    @Override
    public int compareTo(Subject other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : id.compareTo(other.id);
    }
}
