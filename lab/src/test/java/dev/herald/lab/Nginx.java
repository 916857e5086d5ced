package dev.herald.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The system's nginx before a server, with the configuration that docs/operations.md gives. Any thread. */
public final class Nginx implements AutoCloseable {
    private static final long START_SECONDS_MAX = 30;
    private static final Path MANUAL = Path.of("..", "docs", "operations.md");

    /** One process, all of it in the directory. */
    private static final String CONFIGURATION = """
            daemon off;
            master_process off;
            pid DIRECTORY/nginx.pid;
            error_log stderr warn;
            events { worker_connections 1024; }
            http {
              access_log off;
              client_body_temp_path DIRECTORY/body;
              proxy_temp_path DIRECTORY/proxy;
              fastcgi_temp_path DIRECTORY/fastcgi;
              uwsgi_temp_path DIRECTORY/uwsgi;
              scgi_temp_path DIRECTORY/scgi;
              map $http_upgrade $connection_upgrade { default upgrade; '' close; }
              server {
                listen 127.0.0.1:PORT;
            LOCATION
              }
            }
            """;

    private final Process process;
    private final Path said;
    private final int port;

    private Nginx(Process process, Path said, int port) {
        this.process = process;
        this.said = said;
        this.port = port;
    }

    /** Starts on a free port, before a server on loopback. */
    public static Nginx before(int serverPort, Path directory) throws IOException {
        Path program = Stream.of(
                        "/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx", "/opt/homebrew/bin/nginx")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no nginx: install the package nginx-light"));
        Files.createDirectories(directory);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path file = directory.resolve("nginx.conf");
        Files.writeString(
                file,
                CONFIGURATION
                        .replace("LOCATION", location().replace("127.0.0.1:8000", "127.0.0.1:" + serverPort))
                        .replace("DIRECTORY", directory.toString())
                        .replace("PORT", Integer.toString(port)));
        Path said = directory.resolve("said");
        Process process = new ProcessBuilder(
                        List.of(program.toString(), "-p", directory.toString(), "-c", file.toString(), "-e", "stderr"))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        Nginx nginx = new Nginx(process, said, port);
        nginx.awaitListening();
        return nginx;
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The block that the manual tells people to use. */
    private static String location() throws IOException {
        String manual = Files.readString(MANUAL);
        int from = manual.indexOf("```\nlocation / {");
        return manual.substring(from + 4, manual.indexOf("```", from + 4));
    }

    private void awaitListening() throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
        while (true) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    process.destroyForcibly();
                    throw new IOException("nginx does not listen: " + Files.readString(said), notYet);
                }
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
