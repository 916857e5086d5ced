package dev.herald.net.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.access.OriginRule;
import dev.herald.http.Headers;
import dev.herald.http.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandshakeTest {
    private static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg";

    private final Map<String, String> fields = new LinkedHashMap<>(Map.of(
            "Host", "127.0.0.1:8000",
            "Upgrade", "WebSocket",
            "Connection", "keep-alive, Upgrade",
            "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version", "13"));

    @Test
    void answersWithTheKeyOfTheStandardsExample() {
        Handshake.Accepted accepted = (Handshake.Accepted) judge();
        assertThat(accepted.headers().first("Sec-WebSocket-Accept")).contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(accepted.headers().first("Upgrade")).contains("websocket");
        assertThat(accepted.headers().first("Sec-WebSocket-Extensions")).isEmpty();
        assertThat(accepted.isDeflated()).isFalse();
    }

    @Test
    void aSubprotocolThatIsAskedForIsAnsweredWithTheFirstName() {
        assertThat(subprotocol("graphql-ws")).contains("graphql-ws");
        assertThat(subprotocol("  v12.stomp , json")).contains("v12.stomp");
        assertThat(subprotocol("bearer, " + TOKEN)).contains("bearer");
        assertThat(((Handshake.Accepted) judge()).headers().fields())
                .as("none is asked for")
                .noneMatch(field -> field.name().equalsIgnoreCase("Sec-WebSocket-Protocol"));
    }

    @Test
    void aTokenInPlaceOfASubprotocolIsNeverRepeated() {
        assertThat(subprotocol(TOKEN)).isEmpty();
        assertThat(subprotocol(TOKEN + ", json")).contains("json");
        assertThat(subprotocol("eyJhbGci.e30.x")).isEmpty();
        assertThat(subprotocol("Bearer abc")).isEmpty();
        assertThat(subprotocol("a b, c/d, , \u00e4")).isEmpty();
    }

    private Optional<String> subprotocol(String asked) {
        fields.put("Sec-WebSocket-Protocol", asked);
        Optional<String> answer = ((Handshake.Accepted) judge()).headers().first("Sec-WebSocket-Protocol");
        fields.remove("Sec-WebSocket-Protocol");
        return answer;
    }

    @Test
    void whatAsksForNoWebSocketIsToldHow() {
        fields.put("Upgrade", "h2c");
        assertThat(refusal()).isEqualTo(426);
        fields.remove("Upgrade");
        assertThat(refusal()).isEqualTo(426);
        fields.put("Upgrade", "websocket");
        fields.put("Connection", "keep-alive");
        assertThat(refusal()).isEqualTo(426);
    }

    @Test
    void anotherVersionIsToldTheRightOne() {
        for (String version : List.of("8", "", "13, 8", "014")) {
            fields.put("Sec-WebSocket-Version", version);
            Handshake.Refused refused = (Handshake.Refused) judge();
            assertThat(refused.problem().status()).isEqualTo(426);
            assertThat(refused.problem().headers().first("Sec-WebSocket-Version"))
                    .contains("13");
        }
    }

    @Test
    void aKeyIsSixteenBytes() {
        for (String key : List.of("", "dGhlIHNhbXBsZSBub25j", "????", "x")) {
            fields.put("Sec-WebSocket-Key", key);
            assertThat(refusal()).as(key).isEqualTo(400);
        }
        fields.remove("Sec-WebSocket-Key");
        assertThat(refusal()).isEqualTo(400);
    }

    @Test
    void aForeignOriginIsForbidden() {
        fields.put("Origin", "https://evil.example");
        assertThat(refusal()).isEqualTo(403);
        fields.put("Origin", "http://127.0.0.1:8000");
        assertThat(judge()).isInstanceOf(Handshake.Accepted.class);
    }

    @Test
    void compressesWhereItIsOffered() {
        fields.put("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits");
        Handshake.Accepted accepted = (Handshake.Accepted) judge();
        assertThat(accepted.isDeflated()).isTrue();
        assertThat(accepted.headers().first("Sec-WebSocket-Extensions"))
                .contains("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
    }

    @Test
    void offersThatCannotBeMetAreDeclined() {
        assertThat(DeflateOffer.answer(List.of("permessage-deflate; server_max_window_bits=10")))
                .isEmpty();
        assertThat(DeflateOffer.answer(List.of("permessage-deflate; server_max_window_bits=10, permessage-deflate")))
                .contains("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
        assertThat(DeflateOffer.answer(List.of("x-other", "permessage-deflate; server_max_window_bits=\"15\"")))
                .hasValueSatisfying(answer -> assertThat(answer).endsWith("server_max_window_bits=15"));
        for (String offer : List.of(
                "",
                "deflate",
                "permessage-deflate; x",
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate; server_no_context_takeover=1",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; client_max_window_bits; client_max_window_bits")) {
            assertThat(DeflateOffer.answer(List.of(offer))).as(offer).isEmpty();
        }
    }

    private int refusal() {
        return ((Handshake.Refused) judge()).problem().status();
    }

    private Handshake judge() {
        List<Headers.Field> list = fields.entrySet().stream()
                .map(entry -> new Headers.Field(entry.getKey(), entry.getValue()))
                .toList();
        Request request = Request.of("GET", "/ws", Map.of(), new Headers(list), new byte[0], "", Map.of());
        return Handshake.judge(request, OriginRule.SAME_ORIGIN);
    }
}
