package dev.herald.projection.risk;

import dev.herald.projection.Context;
import dev.herald.projection.work.ProjectWork;
import dev.herald.projection.work.Task;

/**
 * Makes what rules need of the tasks anew, once after a start: as of the last moment at which they were asked, so that
 * what becomes due is the same as if there had been no start.
 */
final class Indexing {
    private Indexing() {}

    static void ensure(Scene now, Context context) {
        Watched watched = now.watched();
        if (watched.isIndexed) {
            return;
        }
        watched.isIndexed = true;
        Scene then = new Scene(watched, now.project(), now.work(), now.delivery(), now.people(), watched.askedMillis);
        watched.hasOtherSettings(now.project());
        ProjectWork work = now.work().view(watched.id);
        if (work != null) {
            for (Task task : work.all()) {
                watched.index(task, work.isLeaf(task), now.project().zone());
            }
        }
        Judge judge = new Judge(then, context);
        Subjects.all(then).forEach(judge::remind);
        judge.remindAging();
    }
}
