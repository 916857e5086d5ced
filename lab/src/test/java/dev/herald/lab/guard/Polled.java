package dev.herald.lab.guard;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A Socket.IO client by polling: it says and asks as the test tells it to, and hears on a thread of its own. */
public final class Polled {
    static final String PATH = "/socket.io/?EIO=4&transport=polling";

    final Talk talk = new Talk();
    private final Client client;
    private final String sid;
    private int acks;

    /** @param token for CONNECT, or null to stay without one */
    Polled(Client client, @Nullable String token) throws IOException, InterruptedException {
        this.client = client;
        HttpResponse<String> opened = client.ask(PATH, null, null);
        if (opened.statusCode() != 200) {
            throw new IOException(opened.statusCode() + " " + opened.body());
        }
        this.sid = Client.word(opened.body(), "sid");
        Thread.ofVirtual().start(this::listen);
        if (token != null) {
            push("40{\"token\":\"" + token + "\"}");
        }
    }

    /** Waits for a packet with that in it. */
    public void hears(String words) throws InterruptedException {
        talk.await(words);
    }

    String sid() {
        return sid;
    }

    public HttpResponse<String> push(String packet) throws IOException, InterruptedException {
        return client.ask(PATH + "&sid=" + sid, null, packet);
    }

    /** Emits an event and waits for its acknowledgement. */
    public String emit(String name, String json) throws IOException, InterruptedException {
        int id = acks++;
        push("42" + id + "[\"" + name + "\"," + json + "]");
        return talk.await("43" + id + "[");
    }

    private void listen() {
        try {
            for (HttpResponse<String> answer = poll(); answer.statusCode() == 200; answer = poll()) {
                for (String packet : answer.body().split("\u001e")) {
                    if (packet.equals("2")) {
                        push("3");
                    } else {
                        talk.hear(packet);
                    }
                }
            }
        } catch (IOException | InterruptedException | CompletionException ended) {
            talk.hear("ended: " + ended);
        } finally {
            talk.end();
        }
    }

    private HttpResponse<String> poll() throws IOException, InterruptedException {
        return client.ask(PATH + "&sid=" + sid, null, null);
    }
}
