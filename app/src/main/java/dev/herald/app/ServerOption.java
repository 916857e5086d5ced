package dev.herald.app;

import dev.herald.client.ClientSettings;
import java.net.URI;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which server a command talks to. */
@Command
final class ServerOption {
    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "${env:HERALD_SERVER:-http://127.0.0.1:8000}",
            description = "Where the server is (${DEFAULT-VALUE}); HERALD_SERVER says it for all commands.")
    private String server = "";

    ClientSettings settings() {
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
