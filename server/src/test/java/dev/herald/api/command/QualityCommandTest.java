package dev.herald.api.command;

import static dev.herald.api.command.CommandStage.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.herald.event.KnownType;
import dev.herald.http.Headers;
import dev.herald.http.Response;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files of coverage, test and analysis tools. */
class QualityCommandTest {
    private final CommandStage api = new CommandStage();

    @BeforeEach
    void makeAProject() {
        api.post("/projects", "{'project_id':'p'}");
    }

    @AfterEach
    void close() {
        api.close();
    }

    private Response send(String body) {
        return api.raw(
                "POST",
                "/projects/p/quality?branch=main&commit_hash=abc&run=7",
                body.getBytes(StandardCharsets.UTF_8),
                Headers.NONE);
    }

    private JsonNode figures(String body) {
        Response answer = send(body);
        assertThat(answer.status())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(201);
        assertThat(json(answer).path("branch").asText()).isEqualTo("main");
        assertThat(json(answer).path("run").asText()).isEqualTo("7");
        return json(answer).path("figures");
    }

    @Test
    void jacocoCountsWhatStandsBelowItsRootAndLoadsNoDocumentType() {
        JsonNode figures = figures("<?xml version=\"1.0\"?><!DOCTYPE report PUBLIC \"-//JACOCO//DTD Report 1.1//EN\""
                + " \"http://127.0.0.1:1/report.dtd\"><report name=\"x\"><package name=\"a\"><counter type=\"LINE\""
                + " missed=\"9\" covered=\"9\"/></package><counter type=\"LINE\" missed=\"1\" covered=\"3\"/>"
                + "<counter type=\"BRANCH\" missed=\"1\" covered=\"1\"/></report>");
        assertThat(figures.path("line_coverage").asDouble()).isEqualTo(0.75);
        assertThat(figures.path("branch_coverage").asDouble()).isEqualTo(0.5);
        assertThat(figures.path("lines_total").asInt()).isEqualTo(4);
    }

    @Test
    void coberturaAndLcovGiveTheSameFigures() {
        JsonNode cobertura = figures("<coverage lines-covered=\"3\" lines-valid=\"4\" branches-covered=\"0\""
                + " branches-valid=\"0\" line-rate=\"0.75\"><packages/></coverage>");
        JsonNode lcov =
                figures("TN:\nSF:a.js\nDA:1,1\nLF:2\nLH:2\nend_of_record\nSF:b.js\nLF:2\nLH:1\nend_of_record\n");
        assertThat(cobertura).isEqualTo(lcov);
        assertThat(lcov.path("line_coverage").asDouble()).isEqualTo(0.75);
        assertThat(lcov.has("branch_coverage")).isFalse();
        assertThat(figures("<coverage line-rate=\"0.5\" branch-rate=\"1\"/>")
                        .path("line_coverage")
                        .asDouble())
                .isEqualTo(0.5);
    }

    @Test
    void junitCountsEachCaseOnce() {
        JsonNode figures = figures(
                "<testsuites tests=\"99\"><testsuite name=\"s\"><testcase name=\"a\"/><testcase"
                        + " name=\"b\"><failure/><error/></testcase><testsuite><testcase name=\"c\"><skipped/></testcase>"
                        + "<testcase name=\"d\"><system-out>failure</system-out></testcase></testsuite></testsuite></testsuites>");
        assertThat(figures.path("passed").asInt()).isEqualTo(2);
        assertThat(figures.path("failed").asInt()).isEqualTo(1);
        assertThat(figures.path("skipped").asInt()).isEqualTo(1);
    }

    @Test
    void sarifCountsFindingsByLevel() {
        JsonNode figures = figures("{\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"results\":[{\"level\":\"error\"}]},"
                + "\"results\":[{\"level\":\"error\",\"message\":{\"text\":\"level\"}},{},{\"level\":\"note\"},"
                + "{\"level\":\"error\",\"suppressions\":[{\"kind\":\"inSource\"}]},{\"kind\":\"pass\"},"
                + "{\"level\":\"none\"},{\"suppressions\":[]}]},{\"results\":[{\"level\":\"warning\"}]}]}");
        assertThat(figures.path("errors").asInt()).isEqualTo(1);
        assertThat(figures.path("warnings").asInt()).isEqualTo(3);
        assertThat(figures.path("notes").asInt()).isEqualTo(1);
    }

    @Test
    void whatIsBrokenOrHostileIsRefusedAndNothingIsTold() {
        String entities = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY f SYSTEM"
                + " \"file:///etc/passwd\">]>";
        for (String body : new String[] {
            "",
            "hello",
            "<html/>",
            "<report><counter type=\"LINE\" missed=\"1\" covered=\"x\"/></report>",
            "<report/>",
            "<coverage lines-covered=\"1\"",
            "<coverage line-rate=\"1.5\"/>",
            "<coverage lines-covered=\"3\" lines-valid=\"4\"><packages>",
            entities + "<testsuite><testcase name=\"&b;\"><failure>&f;</failure></testcase></testsuite",
            "<testsuite>" + "<a>".repeat(500) + "</testsuite>",
            "{}",
            "{\"runs\":[{\"results\":[{]}]}",
            "SF:a\nLF:many\n"
        }) {
            assertThat(send(body).status()).as(body).isEqualTo(422);
        }
        assertThat(api.stage.told(KnownType.QUALITY_REPORTED)).isEmpty();
        assertThat(api.raw("POST", "/projects/none/quality", "SF:a\n".getBytes(StandardCharsets.UTF_8), Headers.NONE)
                        .status())
                .isEqualTo(404);
    }
}
