package dev.herald.client;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What went wrong on the way to a server, for people: the platform says it in names of classes. Pure functions. */
final class Failures {
    /** No chain of causes is longer, but for one that goes in a circle. */
    private static final int CAUSES_MAX = 20;

    private Failures() {}

    /** In a few words, with the server's address. */
    static String describe(Throwable failure, URI server) {
        String where = address(server);
        if (cause(failure, UnresolvedAddressException.class).isPresent()
                || cause(failure, java.net.UnknownHostException.class).isPresent()) {
            return "the name " + server.getHost() + " is not known here (" + where + ")";
        }
        if (cause(failure, SSLException.class).isPresent()) {
            return tls(failure, server, where);
        }
        if (cause(failure, HttpTimeoutException.class).isPresent()
                || cause(failure, SocketTimeoutException.class).isPresent()) {
            return where + " did not answer in time";
        }
        if (cause(failure, NoRouteToHostException.class).isPresent()) {
            return "there is no way to " + where;
        }
        if (cause(failure, ConnectException.class).isPresent()) {
            return "nothing answers at " + where;
        }
        if (isOtherProtocol(failure)) {
            return "what answers at " + where + " does not speak HTTP"
                    + (server.getScheme().equals("http") ? "; where it speaks TLS, its address begins with https" : "");
        }
        if (isCut(failure)) {
            return where + " closed the connection without an answer"
                    + (server.getScheme().equals("http") ? "; where it speaks TLS, its address begins with https" : "");
        }
        return words(failure) + " (" + where + ")";
    }

    static String address(URI server) {
        return server.getScheme() + "://" + server.getAuthority();
    }

    /** Whether it stays so until somebody changes the address, the server or what this machine trusts. */
    static boolean isLasting(Throwable failure, URI server) {
        return tlsFault(failure, server, address(server)).isPresent() || isOtherProtocol(failure);
    }

    private static boolean isOtherProtocol(Throwable failure) {
        return cause(failure, ProtocolException.class)
                .map(Failures::words)
                .filter(words -> words.contains("nvalid status line"))
                .isPresent();
    }

    private static String tls(Throwable failure, URI server, String where) {
        return tlsFault(failure, server, where)
                .orElseGet(() -> "TLS with " + where + " failed: "
                        + words(cause(failure, SSLException.class).orElseThrow()));
    }

    /** What is wrong with the two sides, and not with the moment. */
    private static Optional<String> tlsFault(Throwable failure, URI server, String where) {
        if (cause(failure, SSLException.class).isEmpty()) {
            return Optional.empty();
        }
        String message = words(cause(failure, SSLException.class).orElseThrow());
        Optional<CertificateExpiredException> expired = cause(failure, CertificateExpiredException.class);
        if (expired.isPresent() || message.contains("expired")) {
            return Optional.of("the certificate of " + where + " has expired");
        }
        if (cause(failure, CertificateNotYetValidException.class).isPresent()) {
            return Optional.of("the certificate of " + where + " is not valid yet: one of the two clocks is wrong");
        }
        if (message.contains("subject alternative") || message.contains("No name matching")) {
            return Optional.of("the certificate of " + where + " is for another name than " + server.getHost());
        }
        if (cause(failure, CertPathBuilderException.class).isPresent() || message.contains("PKIX")) {
            return Optional.of(
                    "the certificate of " + where + " is signed by nobody that this machine's Java trusts; with"
                            + " -Djavax.net.ssl.trustStore=FILE (HERALD_JAVA_OPTS takes it) it trusts others");
        }
        if (message.contains("Unsupported or unrecognized")
                || message.toLowerCase(Locale.ROOT).contains("plaintext")) {
            return Optional.of(where + " does not speak TLS: its address begins with http");
        }
        return Optional.empty();
    }

    private static boolean isCut(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return cause(failure, EOFException.class).isPresent()
                || message.contains("header parser received no bytes")
                || message.contains("Connection reset")
                || message.contains("Broken pipe");
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        Throwable at = failure;
        for (int i = 0; at != null && i < CAUSES_MAX; i++) {
            if (type.isInstance(at)) {
                return Optional.of(type.cast(at));
            }
            at = at.getCause();
        }
        return Optional.empty();
    }

    /** Many of the platform's exceptions have no message. */
    static String words(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
