package dev.herald.app;

import dev.herald.client.ClientSettings;
import dev.herald.client.ServerException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which server a command talks to. */
@Command
final class ServerOption {
    /** What to try when nothing answers. */
    static final String ADVICE =
            "Is a server running there? Start one with \"herald serve\", or name another with --server URL or HERALD_SERVER";

    /** What to try when something else answers. */
    static final String OTHER =
            ". Trying again would not change that: name the server with --server URL or HERALD_SERVER, with http or https";

    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "${env:HERALD_SERVER:-http://127.0.0.1:8000}",
            description = "Where the server is (${DEFAULT-VALUE}); HERALD_SERVER says it for all commands.")
    private String server = "";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with the token to show, read anew for each connection; else HERALD_TOKEN holds it.")
    private @Nullable Path tokenFile;

    ClientSettings settings() {
        return settings(System.getenv());
    }

    ClientSettings settings(Map<String, String> environment) {
        ClientSettings settings = withoutToken();
        String token = environment.getOrDefault("HERALD_TOKEN", "").strip();
        Path file = tokenFile;
        if (file != null) {
            try {
                TokenFile.read(file);
            } catch (UncheckedIOException unreadable) {
                throw CommandFailure.usage(List.of("--token-file: " + unreadable.getMessage()));
            }
            return settings.withTokens(() -> TokenFile.read(file));
        }
        return token.isEmpty() ? settings : settings.withToken(token);
    }

    /** Whether somebody gave one. */
    boolean hasToken() {
        return tokenFile != null
                || !System.getenv().getOrDefault("HERALD_TOKEN", "").isBlank();
    }

    /** What a command says when it did not get through: what happened, and what to try. */
    static String trouble(ServerException away) {
        String what = Line.plain(String.valueOf(away.getMessage()));
        if (away.isLasting()) {
            return what + OTHER;
        }
        return what + (away.status() == 0 ? advice(what) : TokenAdvice.of(away.status()));
    }

    /** The command ends with it: what would not change by itself is a wrong address, and the caller's to change. */
    static CommandFailure ended(String doing, ServerException away) {
        String line = doing + trouble(away);
        return away.isLasting() ? CommandFailure.usage(List.of(line)) : CommandFailure.failed(line);
    }

    /** What to try, where nobody answered at all: whoever answers with a certificate is there. */
    static String advice(String reason) {
        boolean isAway = reason.startsWith("nothing answers")
                || reason.contains(" is not known here")
                || reason.startsWith("there is no way")
                || reason.contains("did not answer in time");
        return isAway ? ". " + ADVICE : "";
    }

    private ClientSettings withoutToken() {
        try {
            return ClientSettings.of(URI.create(server));
        } catch (IllegalArgumentException notAnAddress) {
            throw CommandFailure.usage(List.of("--server: \"" + Line.plain(server)
                    + "\" is not allowed: give an address such as http://127.0.0.1:8000"));
        }
    }

    /** As it was given, for messages. */
    String address() {
        return Line.plain(server);
    }
}
