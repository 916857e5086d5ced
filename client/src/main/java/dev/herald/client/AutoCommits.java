package dev.herald.client;

import dev.herald.event.ProjectId;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks for commits and reads the answers. Any thread; blocks. */
final class AutoCommits {
    private final Http http;

    AutoCommits(Http http) {
        this.http = http;
    }

    AutoCommitAnswer request(ProjectId project) throws ServerException, InterruptedException {
        // Asked for twice it commits once: the second time there is nothing new.
        HttpResponse<byte[]> response =
                http.post("/api/v1/projects/" + project + "/auto-commit", "application/json", new byte[0]);
        Map<String, Object> members = Problems.members(response);
        if (response.statusCode() != 200) {
            String reason = members.get("reason") instanceof String text ? text : "";
            return new AutoCommitAnswer.Refused(response.statusCode(), reason, Problems.detail(response));
        }
        if (!(members.get("success") instanceof Boolean isCommitted)) {
            throw new ServerException(
                    "an answer about an auto-commit that is none", new IOException("it does not say success"));
        }
        AutoCommitAnswer.LeftOut leftOut = leftOut(members);
        return isCommitted
                ? new AutoCommitAnswer.Committed(
                        text(members.get("mode")),
                        text(members.get("commit_hash")),
                        text(members.get("branch")),
                        text(members.get("message")),
                        number(members.get("changes_count")),
                        leftOut)
                : new AutoCommitAnswer.Nothing(text(members.get("message")), leftOut);
    }

    private static AutoCommitAnswer.LeftOut leftOut(Map<String, Object> members) {
        List<AutoCommitAnswer.File> files = new ArrayList<>();
        if (members.get("left_out") instanceof List<?> all) {
            for (Object one : all) {
                if (one instanceof Map<?, ?> file) {
                    files.add(new AutoCommitAnswer.File(text(file.get("path")), text(file.get("reason"))));
                }
            }
        }
        return new AutoCommitAnswer.LeftOut(files, number(members.get("left_out_count")));
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }

    private static int number(@Nullable Object value) {
        return value instanceof Number number ? number.intValue() : 0;
    }
}
