package dev.herald.projection.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.projection.Folding;
import dev.herald.projection.StateIn;
import dev.herald.projection.StateOut;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * A state of each version that was ever written, as the program of that version wrote it after the same history, is read
 * and folded on to the same end. The file of a new version is written by this test, where it is missing, and kept for
 * good.
 */
class KeptStatesTest {
    private static final ProjectId P = new ProjectId("p");
    private static final long BEGIN_MILLIS = 1_770_000_000_000L;
    private static final List<String> HISTORY = List.of(
            "{'type':'file_change','project_id':'q','data':{'file_path':'a'}}",
            "{'type':'project.updated','project_id':'p','data':{'project_name':'Pea','due_date':'2026-09-01',"
                    + "'time_zone':'Europe/Berlin','settings':{'thresholds':{'blocked':2.5},'people':{'ann':['a@b']}}}}",
            task("'task_id':'T-1','title':'Whole','labels':['x',7],'description':'Grüße \\ud800 \\u0001'"),
            task("'task_id':2,'parent_id':'T-1','estimate':2.5,'assignee':'ann','status':'in_progress'"),
            task("'task_id':'T-3','parent_id':'later','depends_on':[2],'due_date':'2026-08-01'"),
            task("'task_id':2,'status':'blocked'"),
            task("'task_id':2,'status':'done'"),
            task("'task_id':'T-4','estimate':1"),
            task("'task_id':'T-4','action':'deleted'"),
            task("'task_id':'T-5','action':'deleted'"),
            task("'task_id':'T-3','estimate':4,'parent_id':2,'status':'cancelled'"),
            "{'type':'project.deleted','project_id':'q','data':{}}",
            task("'task_id':'T-6','estimate':3"));
    private static final List<String> AFTER = List.of(
            task("'task_id':'T-4','action':'created','title':'Again'"),
            task("'task_id':'T-3','status':'todo','parent_id':null"),
            task("'task_id':2,'status':'in_review'"),
            task("'task_id':'T-5','title':'Late'"),
            "{'type':'project.updated','project_id':'q','data':{'status':'paused'}}",
            "{'type':'project.updated','project_id':'p','data':{'settings':{'thresholds':{'blocked':null,'x':1}}}}");

    private final WorkProjection projection = new WorkProjection();

    private static String task(String data) {
        return "{'type':'task_update','project_id':'p','data':{" + data + "}}";
    }

    @Test
    void aStateOfEachVersionIsReadAndFoldedOn() throws IOException {
        keep();
        WorkState expected = folded(folded(projection.begin(), HISTORY, 0), AFTER, HISTORY.size());
        for (int version = 1; version <= projection.version(); version++) {
            try (InputStream file = KeptStatesTest.class.getResourceAsStream("/projection/work-" + version + ".bin")) {
                byte[] kept = Objects.requireNonNull(file, "the state of version " + version)
                        .readAllBytes();
                StateIn in = new StateIn(kept);
                WorkState state = projection.load(version, in);
                assertThat(in.isAtEnd()).isTrue();
                Task task = Objects.requireNonNull(state.task(P, "2"));
                assertThat(task.status()).isEqualTo(Status.DONE);
                assertThat(task.history().size()).isEqualTo(3);
                assertThat(Objects.requireNonNull(state.task(P, "T-1")).description())
                        .isEqualTo("Grüße \ud800 \u0001");
                assertThat(Objects.requireNonNull(state.project(P)).zone().getId())
                        .isEqualTo("Europe/Berlin");
                folded(state, AFTER, HISTORY.size());
                assertThat(bytes(state)).as("version " + version).isEqualTo(bytes(expected));
            }
        }
    }

    /** Before the first commit of a new version only: what is kept never changes. */
    private void keep() throws IOException {
        Path file = Path.of("src/test/resources/projection/work-" + projection.version() + ".bin");
        if (!Files.exists(file)) {
            Files.write(file, bytes(folded(projection.begin(), HISTORY, 0)));
            throw new IllegalStateException(file + " was missing and has been written: run the test again");
        }
    }

    private WorkState folded(WorkState state, List<String> events, int from) {
        for (int i = 0; i < events.size(); i++) {
            Folding.once(projection, state, events.get(i), Position.of(BEGIN_MILLIS + 100L * (from + i), 0));
        }
        return state;
    }

    private byte[] bytes(WorkState state) {
        StateOut out = new StateOut();
        projection.save(state, out);
        return out.toBytes();
    }
}
