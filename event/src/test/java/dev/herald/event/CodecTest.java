package dev.herald.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {
    @Test
    void readsAnEventInAnyOrderOfItsMembers() {
        Draft draft = ok("""
                 { "data" : {"progress_percentage": 12.50, "x": [1, {"y": null}] },
                   "idempotency_key": "k-1", "rooms": ["user:ada", "global"], "source": "ci",
                   "project_id": "p", "type": "progress_update" }
                """);
        assertThat(draft.type()).isEqualTo(KnownType.PROGRESS_UPDATE);
        assertThat(draft.project()).isEqualTo(new ProjectId("p"));
        assertThat(draft.source()).isEqualTo("ci");
        assertThat(draft.idempotencyKey()).isEqualTo("k-1");
        assertThat(draft.rooms())
                .containsExactlyInAnyOrder(Room.GLOBAL, Room.user("ada"), Room.project(new ProjectId("p")));
        assertThat(members(draft)).isEqualTo("\"progress_percentage\":12.50,\"x\":[1,{\"y\":null}]");
    }

    @Test
    void theTypeAloneIsEnough() {
        Draft draft = ok("{\"type\":\"file_change\"}");
        assertThat(draft.source()).isEqualTo(Codec.DEFAULT_SOURCE);
        assertThat(draft.project()).isNull();
        assertThat(draft.rooms()).containsExactly(Room.GLOBAL);
        assertThat(draft.subject()).isNull();
        assertThat(draft.data().length()).isZero();
    }

    @Test
    void readsASliceOfALargerArray() {
        byte[] line = "{\"type\":\"custom.a\",\"data\":{\"n\":1}}".getBytes(StandardCharsets.UTF_8);
        byte[] batch = "xx{\"type\":\"custom.a\",\"data\":{\"n\":1}}]]".getBytes(StandardCharsets.UTF_8);
        Decoded decoded = Codec.decode(batch, 2, 2 + line.length);
        assertThat(((Decoded.Ok) decoded).draft().data().members())
                .isEqualTo("\"n\":1".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anEventThatIsSentOnFromElsewhereIsPublishedAnew() {
        byte[] canonical = ok("{\"type\":\"custom.a\",\"project_id\":\"p\",\"data\":{\"n\":1}}")
                .at(Position.of(5, 5))
                .json();
        Draft again = ((Decoded.Ok) Codec.decode(canonical)).draft();
        assertThat(again.project()).isEqualTo(new ProjectId("p"));
        assertThat(again.data().hasTimestamp()).isTrue();
    }

    @Test
    void aByteOrderMarkIsSkipped() {
        assertThat(ok("\uFEFF{\"type\":\"custom.a\"}").type()).isEqualTo(new CustomType("custom.a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0",
                "1e400",
                "-0.0",
                "-0",
                "1E+2",
                "0.1000",
                "123456789012345678901234567890",
                "3.14159265358979323846264338327950288419716939937510",
                "1e-99999999999",
                "9007199254740993"
            })
    void numbersKeepTheirDigits(String number) {
        assertThat(members(ok("{\"type\":\"custom.a\",\"data\":{\"n\":" + number + ",\"l\":[" + number + "]}}")))
                .isEqualTo("\"n\":" + number + ",\"l\":[" + number + "]");
    }

    @Test
    void textKeepsEveryCharacter() {
        String members = members(ok("{\"type\":\"custom.a\",\"data\":{\"t\":"
                + "\"\\u0000\\u001f\\\"\\\\\\/\\b\\f\\n\\r\\t\\u007f\\u00e4ä\u2028\\ud83d\\ude00😀\",\"\\n\":1}}"));
        assertThat(members).isEqualTo("\"t\":\"\\u0000\\u001f\\\"\\\\/\\b\\f\\n\\r\\t\u007fää\u2028😀😀\",\"\\n\":1");
    }

    @Test
    void halfOfASurrogatePairStaysTheEscapeThatItIs() {
        String text = "\"\\ud800\",\"b\":\"x\\udc00\\ud800y\",\"c\":[\"\\ud83d\"]";
        assertThat(members(ok("{\"type\":\"custom.a\",\"data\":{\"a\":" + text + "}}")))
                .isEqualTo("\"a\":" + text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "{",
                "{\"type\":\"custom.a\"",
                "{\"type\":\"custom.a\"}}",
                "{\"type\":\"custom.a\"} x",
                "{\"type\":\"custom.a\"}{}",
                "{\"type\":\"custom.a\",}",
                "{type:\"custom.a\"}",
                "{'type':'custom.a'}",
                "{\"type\":\"custom.a\" /* no */}",
                "{\"type\":\"custom.a\",\"data\":{\"n\":NaN}}",
                "{\"type\":\"custom.a\",\"data\":{\"n\":Infinity}}",
                "{\"type\":\"custom.a\",\"data\":{\"n\":-Infinity}}",
                "{\"type\":\"custom.a\",\"data\":{\"n\":01}}",
                "{\"type\":\"custom.a\",\"data\":{\"n\":+1}}",
                "{\"type\":\"custom.a\",\"data\":{\"n\":.5}}",
                "{\"type\":\"custom.a\",\"data\":{\"n\":1.}}",
                "{\"type\":\"custom.a\",\"data\":{\"n\":1e}}",
                "{\"type\":\"custom.a\",\"data\":{\"n\":0x1}}",
                "{\"type\":\"custom.a\",\"data\":{\"n\":tru}}",
                "{\"type\":\"custom.a\",\"data\":{\"n\":\"\\x\"}}",
                "{\"type\":\"custom.a\",\"data\":{\"n\":\"\\u12g4\"}}",
                "{\"type\":\"custom.a\",\"data\":{\"n\":\"\n\"}}",
                "{\"type\":\"custom.a\",\"data\":{\"n\":\"\0\"}}",
                "{\"type\":\"custom.a\",\"data\":{\"n\":[1,]}}",
                "{\"type\":\"custom.a\",\"data\":{\"n\":[1}}}",
                "{\"type\":\"custom.a\",\"data\":{\"a\":1 \"b\":2}}",
                "{\"type\":\"custom.a\",\"type\":\"custom.a\"}",
                "{\"type\":\"custom.a\",\"data\":{\"a\":1,\"a\":1}}",
                "{\"type\":\"custom.a\",\"data\":{},\"data\":{}}",
                "{\"type\":\"custom.a\",\"data\":{\"n\":[{\"a\":1,\"b\":2,\"\\u0061\":1}]}}",
                "{\"type\":\"custom.a\",\"data\":{\"\\ud800\":1}}",
                "{\"type\":\"custom.a\",\"data\":{\"a\\udc00\":1}}",
                "\0{\"type\":\"custom.a\"}",
                "\0\0\0{",
                "{\0\"\0"
            })
    void refusesWhatIsNoJson(String text) {
        assertThat(decode(text)).isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void refusesOtherEncodings() {
        String json = "{\"type\":\"custom.a\"}";
        assertThat(Codec.decode(json.getBytes(StandardCharsets.UTF_16))).isInstanceOf(Decoded.Malformed.class);
        assertThat(Codec.decode(json.getBytes(StandardCharsets.UTF_16LE))).isInstanceOf(Decoded.Malformed.class);
        assertThat(Codec.decode(json.getBytes(StandardCharsets.UTF_16BE))).isInstanceOf(Decoded.Malformed.class);
        assertThat(Codec.decode("{\"type\":\"custom.a\",\"data\":{\"n\":\"ä\"}}".getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void malformedSaysWhere() {
        Decoded.Malformed malformed = (Decoded.Malformed) decode("{\"type\":nope}");
        assertThat(malformed.detail()).contains("at byte").doesNotContain("com.fasterxml", "Source");
    }

    @Test
    void nestingIsBoundedAndTheBoundIsExact() {
        assertThat(decode(nested(Limits.NESTING_MAX - 2))).isInstanceOf(Decoded.Ok.class);
        assertThat(decode(nested(Limits.NESTING_MAX - 1))).isInstanceOf(Decoded.Malformed.class);
        assertThat(decode(nested(100_000))).isInstanceOf(Decoded.Malformed.class);
    }

    private static String nested(int depth) {
        return "{\"type\":\"custom.a\",\"data\":{\"n\":" + "[".repeat(depth) + "]".repeat(depth) + "}}";
    }

    @Test
    void theBytesOfAnEventAreBoundedAndTheBoundIsExact() {
        String frame = "{\"type\":\"custom.a\",\"data\":{\"n\":\"\"}}";
        String filler = "x".repeat(Limits.EVENT_BYTES_MAX - frame.length());
        String largest = frame.replace("\"\"", "\"" + filler + "\"");
        assertThat(decode(largest)).isInstanceOf(Decoded.Ok.class);
        assertThat(decode(largest + " ")).isEqualTo(new Decoded.TooLarge(Limits.EVENT_BYTES_MAX + 1));
    }

    @Test
    void theLengthOfANumberIsBounded() {
        String frame = "{\"type\":\"custom.a\",\"data\":{\"n\":%s}}";
        assertThat(decode(frame.formatted("9".repeat(Limits.NUMBER_LENGTH_MAX))))
                .isInstanceOf(Decoded.Ok.class);
        assertThat(decode(frame.formatted("9".repeat(Limits.NUMBER_LENGTH_MAX + 1))))
                .isInstanceOf(Decoded.Malformed.class);
        assertThat(decode(frame.formatted("0." + "9".repeat(Limits.NUMBER_LENGTH_MAX))))
                .isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void theLengthOfANameIsBounded() {
        String frame = "{\"type\":\"custom.a\",\"data\":{\"%s\":1}}";
        assertThat(decode(frame.formatted("n".repeat(Limits.NAME_LENGTH_MAX)))).isInstanceOf(Decoded.Ok.class);
        assertThat(decode(frame.formatted("n".repeat(Limits.NAME_LENGTH_MAX + 1))))
                .isInstanceOf(Decoded.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "\"text\"", "null", "true", "[{\"type\":\"custom.a\"}]"})
    void whatIsNoObjectIsNoEvent(String json) {
        assertThat(pointers(json)).containsExactly("");
    }

    @Test
    void anUnknownTypeIsToldTheKnownOnes() {
        Decoded.Invalid invalid = (Decoded.Invalid) decode("{\"type\":\"file_chnage\"}");
        assertThat(invalid.faults()).hasSize(1);
        assertThat(invalid.faults().getFirst().pointer()).isEqualTo("/type");
        assertThat(invalid.faults().getFirst().detail())
                .contains("file_chnage", "ai.analysis_complete", "custom.<name>")
                .contains(KnownType.wireNames());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"data\":{}}",
                "{\"type\":null}",
                "{\"type\":1}",
                "{\"type\":\"\"}",
                "{\"type\":{\"a\":[1]}}",
                "{\"type\":\"custom.\"}",
                "{\"type\":\"custom.A\"}",
                "{\"type\":\"custom.a..b\"}",
                "{\"type\":\"custom.a\\n\"}",
                "{\"type\":\"auto_commit\"}",
                "{\"type\":\"FILE_CHANGE\"}"
            })
    void refusesATypeThatIsNone(String json) {
        assertThat(pointers(json)).containsExactly("/type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"a b\"", "\"a/b\"", "\"ä\"", "1", "{}", "[]", "true", "\"a\\n\""})
    void refusesAProjectIdThatIsNone(String id) {
        assertThat(pointers("{\"type\":\"custom.a\",\"project_id\":" + id + "}"))
                .containsExactly("/project_id");
        assertThat(pointers("{\"type\":\"custom.a\",\"data\":{\"project_id\":" + id + "}}"))
                .containsExactly("/data/project_id");
    }

    @Test
    void theLengthOfAProjectIdIsBounded() {
        assertThat(decode("{\"type\":\"custom.a\",\"project_id\":\"" + "p".repeat(128) + "\"}"))
                .isInstanceOf(Decoded.Ok.class);
        assertThat(pointers("{\"type\":\"custom.a\",\"project_id\":\"" + "p".repeat(129) + "\"}"))
                .containsExactly("/project_id");
    }

    @Test
    void theProjectMayStandInTheDataAlone() {
        Draft draft = ok("{\"type\":\"custom.a\",\"data\":{\"project_id\":\"p\"}}");
        assertThat(draft.project()).isEqualTo(new ProjectId("p"));
        assertThat(draft.data().hasProject()).isTrue();
        assertThat(draft.rooms()).containsExactly(Room.project(new ProjectId("p")));
    }

    @Test
    void aContradictionAboutTheProjectIsRefused() {
        assertThat(pointers("{\"type\":\"custom.a\",\"data\":{\"project_id\":\"a\"},\"project_id\":\"b\"}"))
                .containsExactly("/data/project_id");
        assertThat(ok("{\"type\":\"custom.a\",\"data\":{\"project_id\":\"a\"},\"project_id\":\"a\"}")
                        .project())
                .isEqualTo(new ProjectId("a"));
    }

    @Test
    void nullSaysTheSameAsAbsence() {
        Draft draft = ok("{\"type\":\"custom.a\",\"project_id\":null,\"source\":null,\"rooms\":null,"
                + "\"idempotency_key\":null,\"data\":{\"project_id\":null,\"timestamp\":null,\"x\":null}}");
        assertThat(draft.project()).isNull();
        assertThat(draft.source()).isEqualTo("api");
        assertThat(draft.idempotencyKey()).isNull();
        assertThat(members(draft)).isEqualTo("\"x\":null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "1", "\"{}\"", "[{\"a\":1}]"})
    void dataMustBeAnObject(String data) {
        assertThat(pointers("{\"type\":\"custom.a\",\"data\":" + data + "}")).containsExactly("/data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "1", "\"a\\u0000\"", "\"a\\r\\nb\"", "\"\\u007f\"", "[\"a\"]"})
    void refusesASourceOrKeyThatIsNone(String value) {
        assertThat(pointers("{\"type\":\"custom.a\",\"source\":" + value + "}")).containsExactly("/source");
        assertThat(pointers("{\"type\":\"custom.a\",\"idempotency_key\":" + value + "}"))
                .containsExactly("/idempotency_key");
    }

    @Test
    void theLengthsOfSourceAndKeyAreBounded() {
        String frame = "{\"type\":\"custom.a\",\"source\":\"%s\",\"idempotency_key\":\"%s\"}";
        assertThat(decode(frame.formatted(
                        "s".repeat(Limits.SOURCE_LENGTH_MAX), "k".repeat(Limits.IDEMPOTENCY_KEY_LENGTH_MAX))))
                .isInstanceOf(Decoded.Ok.class);
        assertThat(pointers(frame.formatted(
                        "s".repeat(Limits.SOURCE_LENGTH_MAX + 1), "k".repeat(Limits.IDEMPOTENCY_KEY_LENGTH_MAX + 1))))
                .containsExactly("/source", "/idempotency_key");
    }

    @Test
    void roomsAreCheckedOneByOne() {
        assertThat(pointers("{\"type\":\"custom.a\",\"rooms\":[\"global\",\"user:\",1,\"team:x\",{\"a\":[]}]}"))
                .containsExactly("/rooms/1", "/rooms/2", "/rooms/3", "/rooms/4");
        assertThat(pointers("{\"type\":\"custom.a\",\"rooms\":\"global\"}")).containsExactly("/rooms");
    }

    @Test
    void theNumberOfRoomsIsBounded() {
        String room = "\"user:a\"";
        String most = String.join(",", Collections.nCopies(Limits.ROOMS_MAX, room));
        assertThat(ok("{\"type\":\"custom.a\",\"rooms\":[" + most + "]}").rooms())
                .containsExactlyInAnyOrder(Room.GLOBAL, Room.user("a"));
        assertThat(pointers("{\"type\":\"custom.a\",\"rooms\":[" + most + "," + room + "]}"))
                .containsExactly("/rooms");
    }

    @Test
    void anUnknownMemberIsNotDroppedSilently() {
        assertThat(pointers("{\"type\":\"custom.a\",\"projectid\":\"p\",\"a/b~c\":[{}]}"))
                .containsExactly("/projectid", "/a~1b~0c");
    }

    @Test
    void tellsAllFaultsAtOnceUpToABound() {
        assertThat(pointers("{\"type\":\"progress_update\",\"source\":1,\"data\":{\"total_tasks\":-1,"
                        + "\"progress_percentage\":101}}"))
                .containsExactlyInAnyOrder("/source", "/data/total_tasks", "/data/progress_percentage");
        StringBuilder many = new StringBuilder("{\"type\":\"custom.a\"");
        for (int i = 0; i < 1_000; i++) {
            many.append(",\"m").append(i).append("\":0");
        }
        assertThat(pointers(many + "}")).hasSize(Limits.FAULTS_MAX);
    }

    @Test
    void malformedWinsOverInvalid() {
        assertThat(decode("{\"type\":\"nope\",\"data\":[}")).isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void derivesTheRoomsOfTheTable() {
        Room project = Room.project(new ProjectId("p"));
        assertThat(rooms("project.updated", "\"updated_by\":\"ada\"")).isEqualTo(Set.of(project, Room.user("ada")));
        assertThat(rooms("project.deleted", "\"deleted_by\":\"ada\"")).isEqualTo(Set.of(project, Room.user("ada")));
        assertThat(rooms("agent.connected", "\"agent_id\":\"a1\""))
                .isEqualTo(Set.of(project, Room.agent("a1"), Room.GLOBAL));
        assertThat(rooms("agent.connected", "\"agent_name\":\"A\"")).isEqualTo(Set.of(project, Room.GLOBAL));
        assertThat(rooms("issue.updated", "\"assigned_to\":\"ada\"")).isEqualTo(Set.of(project, Room.user("ada")));
        assertThat(rooms("issue.updated", "\"assigned_to\":null")).isEqualTo(Set.of(project));
        assertThat(rooms("file_change", "\"assigned_to\":\"ada\",\"agent_id\":\"a\""))
                .isEqualTo(Set.of(project));
        assertThat(rooms("custom.a", "\"assigned_to\":\"ada\"")).isEqualTo(Set.of(project));
        assertThat(ok("{\"type\":\"agent.connected\",\"data\":{\"agent_id\":\"a1\"}}")
                        .rooms())
                .containsExactlyInAnyOrder(Room.GLOBAL, Room.agent("a1"));
    }

    @Test
    void theSubjectIsTheWorkflowTheAgentOrTheProject() {
        assertThat(ok("{\"type\":\"workflow.progress\",\"project_id\":\"p\",\"data\":{\"workflow_id\":\"w\"}}")
                        .subject())
                .isEqualTo("w");
        assertThat(ok("{\"type\":\"workflow.progress\",\"data\":{\"workflow_id\":17}}")
                        .subject())
                .isEqualTo("17");
        assertThat(ok("{\"type\":\"agent.status_changed\",\"project_id\":\"p\",\"data\":{\"agent_id\":\"a\"}}")
                        .subject())
                .isEqualTo("a");
        assertThat(ok("{\"type\":\"progress_update\",\"project_id\":\"p\",\"data\":{\"agent_id\":\"a\"}}")
                        .subject())
                .isEqualTo("p");
    }

    private static Set<Room> rooms(String type, String member) {
        return ok("{\"type\":\"" + type + "\",\"project_id\":\"p\",\"data\":{" + member + "}}")
                .rooms();
    }

    private static Decoded decode(String json) {
        return Codec.decode(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Draft ok(String json) {
        Decoded decoded = decode(json);
        assertThat(decoded).isInstanceOf(Decoded.Ok.class);
        return ((Decoded.Ok) decoded).draft();
    }

    private static List<String> pointers(String json) {
        Decoded decoded = decode(json);
        assertThat(decoded).isInstanceOf(Decoded.Invalid.class);
        return ((Decoded.Invalid) decoded).faults().stream().map(Fault::pointer).toList();
    }

    private static String members(Draft draft) {
        return new String(draft.data().members(), StandardCharsets.UTF_8);
    }
}
