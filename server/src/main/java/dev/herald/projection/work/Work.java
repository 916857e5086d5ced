package dev.herald.projection.work;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.projection.Projection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The state of {@link WorkProjection}. One thread. */
final class Work implements WorkState {
    private final Map<ProjectId, Held> projects = new LinkedHashMap<>();
    private final Words words = new Words();
    /** The projects whose progress is to be told when their time has come. */
    private final Set<Held> waiting = new LinkedHashSet<>();

    private List<Task> touched = List.of();

    /** What is held of one project. */
    static final class Held {
        Project project;
        Tasks tasks = new Tasks();
        final Telling telling = new Telling();
        private @Nullable ProjectWork view;

        Held(Project project) {
            this.project = project;
        }

        void change() {
            view = null;
        }

        ProjectWork view() {
            ProjectWork made = view;
            if (made == null) {
                made = tasks.view(project);
                view = made;
            }
            return made;
        }
    }

    @Nullable
    Held held(ProjectId id) {
        return projects.get(id);
    }

    void put(Held held) {
        projects.put(held.project.id(), held);
    }

    /** As it was written down. */
    void restore(Held held) {
        put(held);
        if (held.telling.changed != null) {
            waiting.add(held);
        }
    }

    void await(Held held) {
        waiting.add(held);
    }

    void forget(Held held) {
        waiting.remove(held);
    }

    long due() {
        long due = Projection.NEVER;
        for (Held held : waiting) {
            due = Math.min(due, held.telling.due());
        }
        return due;
    }

    List<Held> takeDue(long atMillis) {
        List<Held> due = new ArrayList<>(1);
        for (Held held : waiting) {
            if (held.telling.isDue(atMillis)) {
                due.add(held);
            }
        }
        return due;
    }

    Collection<Held> all() {
        return projects.values();
    }

    Words words() {
        return words;
    }

    void touch(List<Task> tasks) {
        touched = tasks;
    }

    @Override
    public Collection<Project> projects() {
        List<Project> there = new ArrayList<>(projects.size());
        for (Held held : projects.values()) {
            if (!held.project.isDeleted()) {
                there.add(held.project);
            }
        }
        return there;
    }

    @Override
    public @Nullable Project project(ProjectId id) {
        Held held = projects.get(id);
        return held == null ? null : held.project;
    }

    @Override
    public @Nullable Task task(ProjectId project, String id) {
        Held held = projects.get(project);
        return held == null ? null : held.tasks.find(id);
    }

    @Override
    public Position changed(ProjectId project, String id) {
        Held held = projects.get(project);
        return held == null ? Position.ORIGIN : held.tasks.changed(id);
    }

    @Override
    public boolean isLeaf(ProjectId project, String id) {
        Held held = projects.get(project);
        return held == null || held.tasks.isLeaf(id);
    }

    @Override
    public int taskCount(ProjectId project) {
        Held held = projects.get(project);
        return held == null ? 0 : held.tasks.count();
    }

    @Override
    public @Nullable ProjectWork view(ProjectId project) {
        Held held = projects.get(project);
        return held == null ? null : held.view();
    }

    @Override
    public List<Task> touched() {
        return touched;
    }
}
