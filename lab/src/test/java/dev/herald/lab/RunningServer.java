package dev.herald.lab;

import dev.herald.access.Role;
import dev.herald.access.TokenClaims;
import dev.herald.access.TokenMint;
import dev.herald.loop.Clock;
import dev.herald.server.HeraldServer;
import dev.herald.server.LoadedSettings;
import dev.herald.server.SettingsLoader;
import dev.herald.server.StartException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A whole server in this process, with its settings read as the program reads them. */
public record RunningServer(HeraldServer server) implements AutoCloseable {
    /** What the tokens of {@link #guarded} are signed with. */
    public static final String SECRET = "a secret of more than thirty-two bytes";

    /**
     * Starts on a free port.
     *
     * @param more further settings by their names, each with its values
     */
    public static RunningServer start(Path data, Map<String, List<String>> more) throws StartException {
        Map<String, List<String>> flags = new HashMap<>(more);
        flags.putIfAbsent("port", List.of("0"));
        flags.put("data", List.of(data.toString()));
        return switch (new SettingsLoader(Map.of(), data).load(flags, null)) {
            case LoadedSettings.Ready ready -> new RunningServer(HeraldServer.start(ready.settings()));
            case LoadedSettings.Refused refused ->
                throw new IllegalArgumentException(String.join("\n", refused.problems()));
        };
    }

    /** The same with a key for tokens, and without rate limits, which tests from one address would meet. */
    public static RunningServer guarded(Path data, Map<String, List<String>> more) throws StartException {
        Map<String, List<String>> flags = new HashMap<>(more);
        flags.put("jwt-secret", List.of(SECRET));
        for (String rate : List.of("rate-connect", "rate-messages", "rate-publish", "rate-reads", "rate-failures")) {
            flags.putIfAbsent(rate, List.of("off"));
        }
        return start(data, flags);
    }

    /** A token of {@link #guarded}'s for an hour. */
    public static String token(String subject, Role role, String... projects) {
        TokenClaims claims = new TokenClaims(subject, List.of(projects), Set.of(role), null, null, null, null, 3_600);
        return TokenMint.ofSecret(SECRET).mint(claims, Clock.system());
    }

    public int port() {
        return server.address().getPort();
    }

    public URI uri(String scheme, String path) {
        return URI.create(scheme + "://127.0.0.1:" + port() + path);
    }

    @Override
    public void close() {
        server.close();
    }
}
