package dev.herald.app;

import dev.herald.access.AccessSettings;
import dev.herald.access.TokenKey;
import dev.herald.access.TokenMint;
import dev.herald.access.TokenRules;
import dev.herald.server.LoadedSettings;
import dev.herald.server.SettingsLoader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What tokens are signed or checked with: a file that is named, else what a server here would take. */
@Command
final class KeyOptions {
    @Option(names = "--secret-file", paramLabel = "FILE", description = "A file with the secret (HS256).")
    private @Nullable Path secretFile;

    @Option(
            names = "--key",
            paramLabel = "PEM",
            description =
                    "A PEM file: the private key to make tokens (RS256, ES256, EdDSA), the public one to check them.")
    private @Nullable Path keyFile;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The server's file of settings; else herald.yaml in the working directory if there is one.")
    private @Nullable Path config;

    /** To make tokens with. */
    TokenMint mint(Map<String, String> environment, Path directory) {
        Optional<TokenMint> named = named(TokenMint::ofSecret, TokenMint::ofPem);
        if (named.isPresent()) {
            return named.get();
        }
        TokenKey key = access(environment, directory).key();
        if (key == null) {
            throw CommandFailure.usage(List.of(
                    "there is no key to sign with: give --secret-file FILE, --key PEM or HERALD_JWT_SECRET, or run this"
                            + " where the server's herald.yaml is"));
        }
        return TokenMint.of(key)
                .orElseThrow(() -> CommandFailure.usage(
                        List.of("the configured key only checks tokens: give its private half with --key PEM")));
    }

    /** To check tokens with; empty where nothing is configured. */
    Optional<TokenKey> key(Map<String, String> environment, Path directory) {
        Optional<TokenKey> named = named(TokenKey::secret, TokenKey::pem);
        return named.isPresent()
                ? named
                : Optional.ofNullable(access(environment, directory).key());
    }

    /** What a token must say. */
    TokenRules rules(Map<String, String> environment, Path directory) {
        return access(environment, directory).rules();
    }

    private <T> Optional<T> named(Function<String, T> ofSecret, Function<String, T> ofPem) {
        if (secretFile != null && keyFile != null) {
            throw CommandFailure.usage(List.of("--secret-file and --key are given: one of them is enough"));
        }
        if (secretFile != null) {
            return Optional.of(read("--secret-file", secretFile, ofSecret));
        }
        return keyFile == null ? Optional.empty() : Optional.of(read("--key", keyFile, ofPem));
    }

    private static <T> T read(String option, Path file, Function<String, T> reading) {
        try {
            return reading.apply(TokenFile.read(file));
        } catch (UncheckedIOException | IllegalArgumentException refused) {
            throw CommandFailure.usage(List.of(option + ": " + Line.plain(refused.getMessage() + "")));
        }
    }

    private AccessSettings access(Map<String, String> environment, Path directory) {
        return switch (new SettingsLoader(environment, directory).load(Map.of(), config)) {
            case LoadedSettings.Ready ready -> ready.settings().access();
            case LoadedSettings.Refused refused -> throw CommandFailure.usage(refused.problems());
        };
    }
}
