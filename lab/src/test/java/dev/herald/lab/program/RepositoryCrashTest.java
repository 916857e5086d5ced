package dev.herald.lab.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.client.ClientSettings;
import dev.herald.client.HeraldClient;
import dev.herald.client.HistoryPage;
import dev.herald.client.HistoryRequest;
import dev.herald.client.ReceivedEvent;
import dev.herald.client.ServerException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server is killed again and again while commits are made, also while it is down; each is told once, in order. */
@Timeout(300)
final class RepositoryCrashTest {
    private static final int KILLS = 3;
    private static final int COMMITS_BEFORE_KILL_MAX = 6;

    @TempDir
    Path directory;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final List<String> made = new ArrayList<>();

    @Test
    void eachCommitIsToldOnceAndInOrderAfterKills() throws Exception {
        Path repository = Files.createDirectory(directory.resolve("shop"));
        git(repository, "init -q -b main");
        git(repository, "config user.name Ada");
        git(repository, "config user.email ada@example.org");
        for (int kill = 0; kill < KILLS; kill++) {
            try (Program server = serve(repository)) {
                URI address = server.address();
                commit(repository);
                int known = made.size();
                server.await(() -> told(address).size() == known);
                // What comes now may be told, or written down as told, or neither, when it is killed.
                for (int i = random.nextInt(COMMITS_BEFORE_KILL_MAX); i >= 0; i--) {
                    commit(repository);
                }
                server.kill();
            }
            commit(repository);
        }
        try (Program server = serve(repository)) {
            URI address = server.address();
            commit(repository);
            String last = made.getLast();
            server.await(() -> told(address).contains(last));
            assertThat(told(address)).as("seed " + seed).containsExactlyElementsOf(made);
            server.terminate();
            assertThat(server.status()).isZero();
            assertThat(server.errors()).doesNotContain("ERROR", "Exception");
        }
    }

    private Program serve(Path repository) throws Exception {
        return Program.start(directory, "serve", "--port", "0", "--watch", repository.toString(), "--project", "shop");
    }

    private void commit(Path repository) throws Exception {
        Files.writeString(repository.resolve("file"), "" + made.size());
        git(repository, "add file");
        git(repository, "commit -q -m change-" + made.size());
        made.add(git(repository, "rev-parse HEAD"));
    }

    private static String git(Path repository, String arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-c", "commit.gpgsign=false"));
        command.addAll(List.of(arguments.split(" ")));
        Process process = new ProcessBuilder(command)
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }

    /** The hashes in the journal's order. */
    private static List<String> told(URI address) {
        List<String> hashes = new ArrayList<>();
        try (HeraldClient client = new HeraldClient(ClientSettings.of(address))) {
            HistoryRequest request = HistoryRequest.oldest();
            for (boolean isEnd = false; !isEnd; ) {
                HistoryPage page = client.history(request);
                for (ReceivedEvent event : page.events()) {
                    if (event.data().get("commit_hash") instanceof String hash) {
                        hashes.add(hash);
                    }
                }
                isEnd = page.nextAfter().isEmpty();
                request = isEnd ? request : request.from(page.nextAfter().orElseThrow());
            }
        } catch (ServerException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return hashes;
    }
}
