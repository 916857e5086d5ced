package dev.herald.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.access.TokenAuthenticator;
import dev.herald.access.TokenKey;
import dev.herald.access.TokenRules;
import dev.herald.access.Verdict;
import dev.herald.event.ProjectId;
import dev.herald.loop.Clock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class TokenCommandTest {
    private static final String SECRET = "a secret of more than thirty-two bytes";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    @Test
    void printsTheTokenAloneAndTheServerTakesIt() throws Exception {
        int status = token("--sub", "ann", "--projects", "shop,site", "--roles", "viewer,publisher", "--ttl", "8h");

        assertThat(status).as(err.toString()).isZero();
        assertThat(err.toString()).isEmpty();
        String token = out.toString().strip();
        assertThat(out.toString().lines()).containsExactly(token);
        try (TokenAuthenticator server =
                new TokenAuthenticator(TokenKey.secret(SECRET), TokenRules.NONE, Clock.system())) {
            assertThat(server.check(token).join()).isInstanceOfSatisfying(Verdict.Accepted.class, accepted -> {
                assertThat(accepted.grant().subject()).isEqualTo("ann");
                assertThat(accepted.grant().reach().projects())
                        .containsExactlyInAnyOrder(new ProjectId("shop"), new ProjectId("site"));
                assertThat(accepted.grant().expiresEpochMillis())
                        .isGreaterThan(System.currentTimeMillis() + 7 * 3_600_000L);
            });
        }
    }

    @Test
    void inspectionSaysWhatIsInItAndThatTheSignatureHolds() throws IOException {
        token("--sub", "ann", "--projects", "*", "--ttl", "2h");
        String token = out.toString().strip();
        out.getBuffer().setLength(0);

        assertThat(run("token", "inspect", "--secret-file", secretFile(SECRET), token))
                .isZero();
        assertThat(out.toString())
                .contains("header alg   HS256")
                .contains("sub          ann")
                .contains("projects     [\"*\"]")
                .containsPattern("exp +\\d{4}-\\d\\d-\\d\\d .*expires in (2 h|1 h 59 min)")
                .contains("signature    holds");
    }

    @Test
    void tokenOfAnotherSecretIsShownAndEndsWithStatusOne() throws IOException {
        token("--sub", "ann", "--projects", "a");
        String token = out.toString().strip();
        String other = secretFile(SECRET + "x");

        assertThat(run("token", "inspect", "--secret-file", other, token)).isEqualTo(1);
        assertThat(out.toString()).contains("sub          ann").contains("the token's signature does not hold");
    }

    @Test
    void withoutKeyNothingIsChecked() throws IOException {
        token("--sub", "ann", "--projects", "a");
        String token = out.toString().strip();

        assertThat(read(token + "\n", "token", "inspect", "-")).isZero();
        assertThat(out.toString()).contains("not checked: no key configured");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void keyPairSignsAndChecks(String algorithm) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (!algorithm.equals("Ed25519")) {
            generator.initialize(algorithm.equals("RSA") ? 2_048 : 256);
        }
        KeyPair pair = generator.generateKeyPair();
        String mine = pem("PRIVATE KEY", pair.getPrivate().getEncoded());
        String theirs = pem("PUBLIC KEY", pair.getPublic().getEncoded());

        assertThat(run("token", "--sub", "ann", "--projects", "a", "--key", mine))
                .as(err.toString())
                .isZero();
        assertThat(run("token", "inspect", "--key", theirs, out.toString().strip()))
                .isZero();
        assertThat(run("token", "--sub", "ann", "--key", theirs)).isEqualTo(2);
        assertThat(err.toString()).contains("--key: the PEM text holds something else than a private key");
    }

    @Test
    void settingsOfTheServerGiveTheKey() throws IOException {
        Path settings = Files.writeString(
                directory.resolve("herald.yaml"), "jwt-secret: " + SECRET + "\njwt-audience: herald\njwt-issuer: us\n");
        String file = settings.toString();

        assertThat(run("token", "--sub", "ann", "--projects", "a", "--config", file))
                .as(err.toString())
                .isZero();
        String token = out.toString().strip();
        assertThat(run("token", "inspect", "--config", file, token)).isZero();
        assertThat(out.toString()).contains("aud          herald").contains("iss          us");
    }

    @Test
    void withoutKeyNothingIsSigned() {
        assertThat(run("token", "--sub", "ann")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no key to sign with").contains("HERALD_JWT_SECRET");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--projects, a/b",
        "--roles, root",
        "--roles, agent",
        "--event-types, everything",
        "--agent-id, a b",
        "--ttl, 0s",
        "--ttl, 1w",
        "--ttl, 9999d",
        "--sub, ' '"
    })
    void wrongOptionIsNamed(String option, String value) throws IOException {
        assertThat(token("--sub", "ann", option, value)).isEqualTo(2);
        assertThat(err.toString()).startsWith("herald: ").contains(option);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void secretThatIsTooShortIsRefusedAndNotShown() throws IOException {
        assertThat(run("token", "--sub", "ann", "--secret-file", secretFile("short-one")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("at least 32 bytes").doesNotContain("short-one");
        assertThat(run("token", "--sub", "ann", "--secret-file", "gone")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no file gone");
        assertThat(run("token", "--sub", "ann", "--secret-file", secretFile("")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b.c", "e30.e30", "e30.bnVsbA.x", "..", "e30.W10.x"})
    void whatIsNoTokenEndsWithStatusOne(String text) {
        assertThat(run("token", "inspect", text)).isEqualTo(1);
        assertThat(err.toString()).contains("this is no signed token");
    }

    @Test
    void inspectedTokenCannotCommandTheTerminal() {
        String claims = "{\"sub\":\"a\\u001b[31m\\nb\",\"exp\":0}";
        String token =
                "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                        + ".x";

        assertThat(TokenText.read(token).orElseThrow().lines(90_061_000, ZoneOffset.UTC))
                .containsExactly(
                        "sub          a\\u{1b}[31m\\nb",
                        "exp          1970-01-01 00:00:00 +00:00, expired 1 d 1 h ago");
    }

    @ParameterizedTest
    @CsvSource({"0, 0 s", "59, 59 s", "60, 1 min", "3661, 1 h 1 min", "90061, 1 d 1 h", "86400, 1 d"})
    void spansHaveTwoUnits(long seconds, String shown) {
        assertThat(TokenText.span(seconds)).isEqualTo(shown);
    }

    private String secretFile(String secret) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "secret", ""), secret + "\n")
                .toString();
    }

    private String pem(String label, byte[] content) throws IOException {
        return Files.writeString(
                        Files.createTempFile(directory, "key", ".pem"),
                        "-----BEGIN " + label + "-----\n"
                                + Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + label + "-----\n")
                .toString();
    }

    private int token(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("token", "--secret-file", secretFile(SECRET)));
        all.addAll(List.of(arguments));
        return run(all.toArray(String[]::new));
    }

    private int read(String input, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return run(arguments);
        } finally {
            System.setIn(before);
        }
    }

    private int run(String... arguments) {
        CommandLine line = Main.commandLine(new Called("herald"));
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
