package dev.herald.lab;

import dev.herald.server.HeraldServer;
import dev.herald.server.LoadedSettings;
import dev.herald.server.SettingsLoader;
import dev.herald.server.StartException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A whole server in this process, with its settings read as the program reads them. */
public record RunningServer(HeraldServer server) implements AutoCloseable {
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
