package dev.herald.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.net.websocket.ClientFrames;
import dev.herald.net.websocket.RawWebSocket;
import dev.herald.session.Await;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The protocol as clients see it, packet by packet. */
@Timeout(60)
class SocketConnectionTest {
    private static final String PLACES = "{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}";
    private SocketServer server;

    @BeforeEach
    void start() throws Exception {
        server = new SocketServer(60_000);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RawWebSocket connected() throws Exception {
        RawWebSocket client = server.client();
        assertThat(client.say("40").text()).startsWith("40{\"sid\":\"s");
        assertThat(server.next()).isEqualTo("connect / null");
        assertThat(server.next()).isEqualTo("accepted true");
        return client;
    }

    private static RawWebSocket binary(RawWebSocket client, byte... bytes) throws Exception {
        return client.send(ClientFrames.frame(ClientFrames.FINAL | ClientFrames.BINARY, bytes));
    }

    @Test
    void aClientConnectsToSeveralNamespacesWithOrWithoutAnObject() throws Exception {
        try (RawWebSocket client = connected()) {
            assertThat(client.say("40/ws,{ \"token\" : \"1\", \"b\":[ 1 ] }").text())
                    .isEqualTo("40/ws,{\"sid\":\"s1\"}");
            assertThat(server.next()).isEqualTo("connect /ws {\"token\":\"1\",\"b\":[1]}");
            assertThat(server.next()).isEqualTo("accepted true");
            client.say("42/ws,[\"a\"]").say("42[\"b\",1]");
            assertThat(server.next()).isEqualTo("a [] 0");
            assertThat(server.next()).isEqualTo("b [1] 0");
            client.say("41/ws,");
            assertThat(server.next()).isEqualTo("disconnect /ws the client disconnected");
            assertThat(client.say("421[\"ack\",2]").text()).isEqualTo("431[2]");
            assertThat(client.say("40/ws").text()).isEqualTo("40/ws,{\"sid\":\"s2\"}");
        }
    }

    @Test
    void unknownAndRefusingNamespacesAnswerAnErrorAndTheConnectionStays() throws Exception {
        try (RawWebSocket client = server.client()) {
            assertThat(client.say("40/random").text()).isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
            assertThat(client.say("40/no,").text()).isEqualTo("44/no,{\"message\":\"no\",\"data\":{\"code\":1}}");
            assertThat(client.say("40/no,").text()).isEqualTo("44/no,{\"message\":\"no\",\"data\":{\"code\":1}}");
            assertThat(client.say("40").text()).startsWith("40{");
        }
    }

    @Test
    void aNamespaceMayTakeItsTime() throws Exception {
        try (RawWebSocket client = connected()) {
            client.say("40/late,").say("421[\"ack\"]");
            assertThat(client.text()).isEqualTo("431[]");
            server.next();
            server.late.take().run();
            assertThat(client.text()).isEqualTo("40/late,{\"sid\":\"s1\"}");
        }
    }

    @Test
    void aClientThatLeavesBeforeItIsAcceptedIsNotConnected() throws Exception {
        try (RawWebSocket client = connected()) {
            client.say("40/late,").say("41/late,").say("421[\"ack\"]").text();
            server.next();
            server.late.take().run();
            assertThat(server.next()).isEqualTo("connect /late null");
            assertThat(server.next()).isEqualTo("accepted false");
            client.say("40/late,").say("422[\"ack\"]").text();
            client.cut();
        }
        assertThat(server.next()).isEqualTo("ack [] 0");
        assertThat(server.next()).isEqualTo("disconnect / transport close, lost");
        assertThat(server.next()).isEqualTo("connection over");
        server.late.take().run();
        assertThat(server.next()).isEqualTo("connect /late null");
        assertThat(server.next()).isEqualTo("accepted false");
    }

    /** So socket.io-client does where a polling request of its own fails: the application has not left. */
    @Test
    void aConnectionThatTheClientClosesLosesTheSocketsThatItDidNotDisconnect() throws Exception {
        try (RawWebSocket client = connected()) {
            client.say("40/ws,").say("41/ws,").say("1");
            assertThat(server.next()).isEqualTo("connect /ws null");
            assertThat(server.next()).isEqualTo("accepted true");
            assertThat(server.next()).isEqualTo("disconnect /ws the client disconnected");
            assertThat(server.next()).isEqualTo("disconnect / the client closed, lost");
            assertThat(server.next()).isEqualTo("connection over");
        }
    }

    @Test
    void eventsAndTheirAnswersKeepTheirJson() throws Exception {
        try (RawWebSocket client = connected()) {
            String values = "1,\"2\",{\"3\":[true,null,-0.5,\"é😀\\n\"],\"a\":{},\"b\":[]},[]";
            assertThat(client.say("42456[\"ack\", " + values + " ]").text()).isEqualTo("43456[" + values + "]");
            assertThat(server.next()).isEqualTo("ack [" + values + "] 0");
            client.say("42[\"ack\",1]").say("429999999999999999[\"ack\"]");
            assertThat(client.frame().opcode()).as("an id of 16 digits").isEqualTo(ClientFrames.CLOSE);
        }
    }

    @Test
    void attachmentsComeAndGoWithTheirPacket() throws Exception {
        try (RawWebSocket client = connected()) {
            client.say("452-789[\"ack\"," + PLACES + "]");
            binary(client, (byte) 1, (byte) 2);
            binary(client);
            assertThat(client.text()).isEqualTo("462-789[" + PLACES + "]");
            assertThat(client.frame().payload()).containsExactly(1, 2);
            assertThat(client.frame().payload()).isEmpty();
            assertThat(server.next()).isEqualTo("ack [" + PLACES + "] 2");
            assertThat(client.say("450-3[\"ack\",1]").text()).isEqualTo("433[1]");
        }
    }

    @Test
    void theServerHearsItsAnswers() throws Exception {
        try (RawWebSocket client = connected()) {
            SocketServer.Recording recording = server.sockets.getFirst();
            List<String> answers = new ArrayList<>();
            recording.inside(() -> {
                for (int i = 0; i < 3; i++) {
                    String asked = "\"q" + i + "\"";
                    recording.socket.emit(
                            Arguments.of(asked),
                            answer -> answers.add(asked
                                    + answer.array()
                                    + answer.attachments().size()));
                }
            });
            assertThat(client.text()).isEqualTo("420[\"q0\"]");
            assertThat(client.text()).isEqualTo("421[\"q1\"]");
            assertThat(client.text()).isEqualTo("422[\"q2\"]");
            client.say("431[1]")
                    .say("431[\"twice\"]")
                    .say("4377[\"of nothing\"]")
                    .say("461-0[{\"_placeholder\":true,\"num\":0}]");
            binary(client, (byte) 1).say("421[\"ack\"]").text();
            recording.inside(() ->
                    assertThat(answers).containsExactly("\"q1\"[1]0", "\"q0\"[{\"_placeholder\":true,\"num\":0}]1"));
            recording.inside(() -> {
                for (int i = 1; i < NamespaceSocket.AWAITED_MAX; i++) {
                    assertThat(recording.socket.emit(Arguments.of("\"q\""), _ -> {}))
                            .isTrue();
                }
                assertThat(recording.socket.emit(Arguments.of("\"q\""), _ -> {}))
                        .isFalse();
            });
        }
    }

    @Test
    void whatIsNoPacketOrMayNotComeClosesTheConnection() throws Exception {
        for (String broken : List.of(
                "4abc",
                "4",
                "47",
                "42",
                "42{}",
                "42[]",
                "42[1]",
                "42[{}]",
                "42\"a\"",
                "42[\"a\"",
                "42[\"a\"]x",
                "42abc[\"a\"]",
                "42/unknown,[\"a\"]",
                "42/ws,[\"a\"]",
                "42[\"connect\"]",
                "42[\"disconnecting\"]",
                "40",
                "40/late,[1]",
                "40/ws,\"a\"",
                "40/ws,5{}",
                "41/ws,",
                "43[1]",
                "431",
                "431{}",
                "44{}",
                "45[\"a\"]",
                "45-[\"a\"]",
                "45x-[\"a\"]",
                "4511-[\"a\"]",
                "45100000-[\"a\"]",
                "46-1[1]",
                "42[\"a\"," + "[".repeat(70) + "]".repeat(70) + "]",
                "40/" + "n".repeat(300))) {
            try (RawWebSocket client = connected()) {
                assertThat(client.say(broken).frame().opcode()).as(broken).isEqualTo(ClientFrames.CLOSE);
                assertThat(server.next()).startsWith("disconnect / a packet that");
                assertThat(server.next()).isEqualTo("connection over");
            }
        }
    }

    @Test
    void nothingIsHeardBeforeAConnect() throws Exception {
        for (String early : List.of("42[\"a\"]", "41", "431[1]", "451-[\"a\",{\"_placeholder\":true,\"num\":0}]")) {
            try (RawWebSocket client = server.client()) {
                client.say(early);
                if (early.startsWith("45")) {
                    binary(client, (byte) 1);
                }
                assertThat(client.frame().opcode()).as(early).isEqualTo(ClientFrames.CLOSE);
                assertThat(server.next()).isEqualTo("connection over");
            }
        }
    }

    @Test
    void attachmentsThatAreOwedHaveToCome() throws Exception {
        try (RawWebSocket client = connected()) {
            client.say("451-[\"a\",{\"_placeholder\":true,\"num\":0}]").say("42[\"b\"]");
            assertThat(client.frame().opcode()).isEqualTo(ClientFrames.CLOSE);
        }
        for (int i = 0; i < 2; i++) {
            server.next();
        }
        try (RawWebSocket client = connected()) {
            binary(client, (byte) 1);
            assertThat(client.frame().opcode()).as("of nothing").isEqualTo(ClientFrames.CLOSE);
        }
    }

    @Test
    void aPlaceholderStandsForAnAttachment() throws Exception {
        for (String bad : List.of(
                "{\"_placeholder\":true,\"num\":1}",
                "{\"_placeholder\":true,\"num\":-1}",
                "{\"_placeholder\":true,\"num\":\"0\"}",
                "{\"_placeholder\":true}",
                "{\"a\":[{\"num\":7,\"_placeholder\":true}]}")) {
            try (RawWebSocket client = connected()) {
                client.say("451-[\"a\"," + bad + "]");
                binary(client, (byte) 1);
                assertThat(client.frame().opcode()).as(bad).isEqualTo(ClientFrames.CLOSE);
                server.next();
                server.next();
            }
        }
        try (RawWebSocket client = connected()) {
            client.say("451-1[\"ack\",{\"num\":9,\"_placeholder\":false,\"x\":{\"num\":0,\"_placeholder\":true}}]");
            binary(client, (byte) 1);
            assertThat(client.text()).startsWith("461-1[");
        }
    }

    @Test
    void attachmentsHaveALimitTogether() throws Exception {
        try (RawWebSocket client = connected()) {
            client.say("452-[\"a\"," + PLACES + "]");
            binary(client, new byte[600_000]);
            binary(client, new byte[600_000]);
            assertThat(client.frame().opcode()).isEqualTo(ClientFrames.CLOSE);
            assertThat(server.next()).startsWith("disconnect / attachments of more than 1048576 bytes");
        }
    }

    @Test
    void theServerEndsASocketAndTheOthersStay() throws Exception {
        try (RawWebSocket client = connected()) {
            client.say("40/ws").text();
            server.next();
            server.next();
            client.say("42/ws,[\"leave\"]")
                    .say("42/ws,[\"on its way\"]")
                    .say("41/ws,")
                    .say("43/ws,1[]");
            assertThat(client.text()).isEqualTo("41/ws,");
            assertThat(client.say("421[\"ack\"]").text()).isEqualTo("431[]");
            assertThat(server.next()).isEqualTo("leave [] 0");
            assertThat(server.next()).isEqualTo("disconnect /ws enough");
            assertThat(server.next()).isEqualTo("ack [] 0");
            assertThat(client.say("40/ws").text()).startsWith("40/ws,{");
            server.next();
            server.next();
            client.say("42[\"leave all\"]");
            assertThat(client.text()).isEqualTo("41");
            assertThat(client.frame().opcode()).isEqualTo(ClientFrames.CLOSE);
        }
    }

    @Test
    void whoIsInNoNamespaceIsClosedInTime() throws Exception {
        try (SocketServer hasty = new SocketServer(150)) {
            try (RawWebSocket client = hasty.client()) {
                assertThat(client.frame().opcode()).isEqualTo(ClientFrames.CLOSE);
            }
            try (RawWebSocket client = hasty.client()) {
                client.say("40/no,").text();
                assertThat(client.frame().opcode()).as("refused").isEqualTo(ClientFrames.CLOSE);
            }
            try (RawWebSocket client = hasty.client()) {
                client.say("40").text();
                client.say("41");
                assertThat(client.frame().opcode()).as("left").isEqualTo(ClientFrames.CLOSE);
            }
            Await.until(
                    "all are over",
                    () -> hasty.heard.stream().filter("connection over"::equals).count() == 3);
        }
    }
}
