package dev.herald.net;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/** The server's side of TLS: 1.3 and 1.2, the ciphers that HTTP/2 allows (RFC 9113, appendix A), h2 before HTTP/1.1. */
final class TlsSetup {
    private TlsSetup() {}

    static SslContext context(NetSettings.Tls files) throws NetStartException {
        readable("certificate", files.certificate());
        readable("key", files.key());
        try {
            return SslContextBuilder.forServer(
                            files.certificate().toFile(), files.key().toFile())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2,
                            ApplicationProtocolNames.HTTP_1_1))
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new NetStartException(
                    "the TLS certificate " + files.certificate() + " and key " + files.key()
                            + " cannot be used: a PEM chain and a PEM key without password are wanted",
                    e);
        }
    }

    private static void readable(String what, Path file) throws NetStartException {
        if (!Files.isReadable(file)) {
            throw new NetStartException("the TLS " + what + " " + file + " cannot be read", null);
        }
    }
}
