package dev.herald.effect.autocommit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for a secret. Those here are made up as the test runs, so that this file is none. */
class SecretsTest {
    private static final Random RANDOM = new Random(7);

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".env", ".env.local", "deep/er/.ENV", ".envrc", "server.pem", "a/id_rsa", "id_ed25519.old", "id_work",
                "x.p12", "x.pfx", "release.jks", "tls.key", ".netrc", ".git-credentials", ".ssh/config", "home/.aws/x",
                ".docker/config.json", "terraform.tfstate", "secrets.yml", "client_secret_12.json", ".htpasswd"
            })
    void namesOfSecrets(String name) {
        assertThat(SecretNames.isOne(new TreePath(name))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env",
                "environment.ts",
                "src/id_map.c",
                "pem.txt",
                "key",
                "keys.md",
                "Secrets.java",
                "secret/a.txt",
                "config.json",
                "my.envelope",
                "ssh/config",
                "credentials.md",
                "certificate.crt"
            })
    void namesOfOtherFiles(String name) {
        assertThat(SecretNames.isOne(new TreePath(name))).isFalse();
    }

    private static Stream<String> secrets() {
        return Stream.of(
                "-----BEGIN " + "RSA PRIVATE KEY-----\nMII",
                "text before\n-----BEGIN " + "OPENSSH PRIVATE KEY-----",
                "-----BEGIN " + "PGP PRIVATE KEY BLOCK-----",
                "key: AKI" + "A" + random(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
                "x gh" + "p_" + random(36),
                "git" + "hub_pat_" + random(50),
                "glp" + "at-" + random(20),
                "xox" + "b-123456789012-" + random(20),
                "sk_li" + "ve_" + random(24),
                "sk-" + "ant-api03-" + random(60),
                "AIz" + "a" + random(35),
                "np" + "m_" + random(36),
                "ey" + "J" + random(20) + ".ey" + "J" + random(30) + "." + random(40),
                "API_TOKEN=" + random(32),
                "export DB_PASSWORD='" + random(20) + "'",
                "  \"client_secret\": \"" + random(40) + "\",",
                "secretKey: " + random(40, "0123456789abcdef"),
                "const apiKey = \"" + random(24) + "\";",
                "//registry.npmjs.org/:_authToken=" + random(36),
                "postgres://app:" + random(14) + "7@db.example.org/garden");
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void secretsInFiles(String text) {
        assertThat(SecretContent.isIn(bytes(text))).isTrue();
        assertThat(SecretContent.isIn(bytes("a\n".repeat(1_000) + text + "\nb\n")))
                .as("in the middle of a file")
                .isTrue();
        byte[] wide = ("\ufeff" + text).getBytes(StandardCharsets.UTF_16LE);
        assertThat(SecretContent.isIn(wide)).as("as UTF-16").isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password = System.getenv(\"DATABASE_PASSWORD_2\")",
                "String token = request.getHeader(\"X-Api-Token-Header1\");",
                "api_key: ${{ secrets.DEPLOY_KEY_2 }}",
                "password: changeme",
                "NO_AUTH = SOCKS5_NO_ACCEPTABLE_AUTH",
                "token = settings.token2.value.of.user",
                "\"integrity\": \"sha512-PGxJbiVmFVB8l7vDIGBjIPOUbPTzGTUeVsCeFKdcqJsFPGZLZk0DDW4EFOVNYw==\"",
                "the secret of success is: 123456789012345678901234567890",
                "-----BEGIN CERTIFICATE-----",
                "-----BEGIN PUBLIC KEY-----",
                "http://localhost:8080/path@v1",
                "sk-learn and task-force-of-thirty-people-in-a-row",
                "tokens.put(\"abcdefgh1234567890XYZ\", 1)"
            })
    void noSecrets(String text) {
        assertThat(SecretContent.isIn(bytes(text))).isFalse();
    }

    @Test
    void dataOfMegabytesIsLookedThroughAtOnce() {
        byte[] data = new byte[5_000_000];
        RANDOM.nextBytes(data);
        assertThat(SecretContent.hasConflictMarkers(data)).isFalse();
        byte[] worst = bytes("token=".repeat(800_000));
        assertThat(SecretContent.isIn(worst)).isFalse();
    }

    @Test
    void conflictMarkersAreThreeInOrder() {
        assertThat(SecretContent.hasConflictMarkers(bytes("<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n")))
                .isTrue();
        assertThat(SecretContent.hasConflictMarkers(bytes("Title\n=======\ntext\n")))
                .isFalse();
        assertThat(SecretContent.hasConflictMarkers(bytes("x <<<<<<< a\n=======\n>>>>>>> b\n")))
                .isFalse();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String random(int length) {
        return random(length, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    }

    /** With a digit in it, whatever is drawn. */
    private static String random(int length, String alphabet) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(i == length / 2 ? '7' : alphabet.charAt(RANDOM.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
