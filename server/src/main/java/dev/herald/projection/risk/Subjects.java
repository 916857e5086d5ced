package dev.herald.projection.risk;

import dev.herald.projection.delivery.PullRequest;
import dev.herald.projection.people.Agent;
import dev.herald.projection.work.ProjectWork;
import dev.herald.projection.work.Task;
import java.util.LinkedHashSet;
import java.util.Set;

/** All that rules can be asked of in a project. */
final class Subjects {
    private Subjects() {}

    static Set<Subject> all(Scene scene) {
        Set<Subject> all = new LinkedHashSet<>();
        all.add(project(scene));
        ProjectWork work = scene.work().view(scene.project().id());
        if (work != null) {
            for (Task task : work.all()) {
                all.add(new Subject(Subject.Kind.TASK, task.id()));
            }
        }
        for (PullRequest one : scene.delivery().view(scene.project().id()).pullRequests()) {
            if (one.isOpen()) {
                all.add(new Subject(Subject.Kind.PULL_REQUEST, one.id()));
            }
        }
        scene.watched().runs.keySet().forEach(name -> all.add(new Subject(Subject.Kind.WORKFLOW, name)));
        for (Agent agent : scene.people().agents()) {
            if (scene.project().id().equals(agent.project())) {
                all.add(new Subject(Subject.Kind.AGENT, agent.id()));
            }
        }
        scene.watched().changes.keySet().forEach(path -> all.add(new Subject(Subject.Kind.FILE, path)));
        return all;
    }

    static Subject project(Scene scene) {
        return new Subject(Subject.Kind.PROJECT, scene.project().id().value());
    }
}
