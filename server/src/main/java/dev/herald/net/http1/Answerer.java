package dev.herald.net.http1;

import dev.herald.http.Headers;
import dev.herald.http.Response;
import dev.herald.net.Framing;
import dev.herald.net.Link;
import dev.herald.net.NettyLoop;
import io.netty.channel.Channel;
import java.util.function.Consumer;

/** Who writes an exchange's answer: its connection. Runs on its loop. */
interface Answerer {
    Link link();

    /** Whole, and the connection stays with HTTP. */
    void onAnswer(Response response);

    Channel onUpgrade(Headers more);

    void onUpgrade(Headers more, NettyLoop to, Consumer<Channel> arrived);

    Framing onStream(Response response, Framing framing);
}
