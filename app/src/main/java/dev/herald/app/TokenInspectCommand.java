package dev.herald.app;

import dev.herald.access.TokenAuthenticator;
import dev.herald.access.TokenKey;
import dev.herald.access.Verdict;
import dev.herald.loop.Clock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code herald token inspect}. */
@Command(
        name = "inspect",
        description = {"Shows what a token says, and whether a server with the configured key would take it now.", ""},
        footer = {
            "",
            "Exit status: 0 it would, or no key is configured here, 1 it would not, or is no token, 2 called wrongly."
        })
final class TokenInspectCommand implements Callable<Integer> {
    private static final long KEYS_SECONDS_MAX = 10;

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private KeyOptions keys;

    @Parameters(
            arity = "0..1",
            paramLabel = "TOKEN",
            description = "The token; - for standard input, which is also read when neither this nor HERALD_TOKEN is"
                    + " given.")
    private @Nullable String token;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, String> environment = System.getenv();
        String shown = token(environment);
        Optional<TokenText> text = TokenText.read(shown);
        if (text.isEmpty()) {
            throw CommandFailure.failed("this is no signed token: three parts of base64url with dots between them, the"
                    + " first two JSON objects, at most " + TokenAuthenticator.TOKEN_LENGTH_MAX + " characters");
        }
        text.get()
                .lines(System.currentTimeMillis(), ZoneId.systemDefault())
                .forEach(line -> spec.commandLine().getOut().println(line));
        Path directory = Path.of("");
        Optional<TokenKey> key = keys.key(environment, directory);
        if (key.isEmpty()) {
            spec.commandLine().getOut().println("signature    not checked: no key configured");
            return ExitCode.OK;
        }
        try (TokenAuthenticator authenticator =
                new TokenAuthenticator(key.get(), keys.rules(environment, directory), Clock.system())) {
            return tell(authenticator.check(shown).get(KEYS_SECONDS_MAX, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException failure) {
            throw CommandFailure.failed(
                    "the token could not be checked: " + failure.getClass().getSimpleName());
        }
    }

    private int tell(Verdict verdict) {
        String said = switch (verdict) {
            case Verdict.Accepted accepted -> "holds, and the token is taken";
            case Verdict.Denied(Verdict.Reason reason, String detail) ->
                switch (reason) {
                    case EXPIRED -> "holds, but " + detail;
                    case MISSING, FAILED, TOO_MANY -> "the token is refused: " + detail;
                    case UNAVAILABLE -> "not checked: " + detail;
                };
        };
        spec.commandLine().getOut().println("signature    " + said);
        return verdict instanceof Verdict.Accepted ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private String token(Map<String, String> environment) throws IOException {
        String given = token == null ? environment.getOrDefault("HERALD_TOKEN", "-") : token;
        if (!given.equals("-")) {
            return given.strip();
        }
        byte[] read = System.in.readNBytes(TokenAuthenticator.TOKEN_LENGTH_MAX * 2);
        String text = new String(read, StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            throw CommandFailure.usage(List.of("there is no token on standard input"));
        }
        return text;
    }
}
