package dev.herald.projection.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.projection.Folding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The example of docs/figures.md, "Tasks". */
class FiguresPageTest {
    private static final ProjectId P = new ProjectId("p");
    private static final Pattern EVENT = Pattern.compile("\\{\"at\":\"([^\"]+)\",\"data\":(.*)}");

    @Test
    void theExampleOfTasksIsTrue() throws IOException {
        String page = Files.readString(Path.of("../docs/figures.md"));
        String section = page.substring(page.indexOf("## Tasks"), page.indexOf("## Progress"));
        Folding folding = new Folding(new WorkProjection());
        Matcher event = EVENT.matcher(section);
        while (event.find()) {
            folding.event(
                    event.group(1), "{\"type\":\"task_update\",\"project_id\":\"p\",\"data\":" + event.group(2) + "}");
        }
        assertThat(folding.events()).hasSizeGreaterThan(5);
        WorkState state = folding.state(WorkProjection.NAME);
        ProjectWork work = Objects.requireNonNull(state.view(P));
        List<String> rows = new ArrayList<>();
        for (Task task : work.all()) {
            TaskHistory history = task.history();
            rows.add(String.join(
                    " | ",
                    "| " + task.id(),
                    task.status().wireName(),
                    Objects.requireNonNullElse(task.parentId(), "–"),
                    work.isLeaf(task) ? "yes" : "no",
                    moment(history.created().at()),
                    moment(history.started()),
                    moment(history.finished()),
                    task.version() + " |"));
        }
        String table = section.substring(section.indexOf("| task |"));
        assertThat(table.lines().skip(2).filter(line -> line.startsWith("|")).toList())
                .isEqualTo(rows);
        assertThat(page).contains("Progress is 100 × 6 ÷ 8 = 75, by estimate, 1 task of 2.");
        assertThat(state.tally(P)).isEqualTo(new Tally(75.0, 1, 2, true));
    }

    private static String moment(@Nullable Position at) {
        return at == null ? "–" : Instant.ofEpochMilli(at.epochMillis()).toString();
    }
}
