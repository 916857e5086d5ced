package dev.herald.net.http1;

import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.handler.ssl.SslHandler;

/**
 * Whether a client may end its sending half while it waits for an answer (RFC 9112, section 9.6). Only without TLS, whose
 * end of data is the end of the connection. Runs on the channel's loop.
 */
final class HalfClosure {
    private HalfClosure() {}

    static void allow(Channel channel, boolean isAllowed) {
        if (channel.config() instanceof SocketChannelConfig config
                && (!isAllowed || channel.pipeline().get(SslHandler.class) == null)) {
            config.setAllowHalfClosure(isAllowed);
        }
    }
}
