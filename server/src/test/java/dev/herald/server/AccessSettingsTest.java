package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.access.AccessSettings;
import dev.herald.access.Rate;
import dev.herald.access.RateLimits;
import dev.herald.access.TokenKey;
import dev.herald.access.TokenRules;
import dev.herald.net.Proxies;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessSettingsTest {
    private static final String SECRET = "a secret of more than thirty-two bytes";

    @TempDir
    Path directory;

    @Test
    void withoutKeyTheServerIsOpenAndNothingIsLimited() {
        AccessSettings access = ready(Map.of(), Map.of()).access();

        assertThat(access.key()).isNull();
        assertThat(access.rates()).isEmpty();
        assertThat(access.rules()).isEqualTo(TokenRules.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HERALD_JWT_SECRET", "JWT_SECRET_KEY"})
    void secretIsTakenFromBothNamesAndLimitsEverything(String name) {
        Settings settings = ready(Map.of("host", List.of("0.0.0.0")), Map.of(name, SECRET));

        assertThat(settings.access().key()).isInstanceOf(TokenKey.Secret.class);
        assertThat(settings.access().rates())
                .containsOnlyKeys(RateLimits.Kind.values())
                .containsEntry(RateLimits.Kind.PUBLISH, new Rate(5_000, 1_000, 20_000));
        assertThat(settings.toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::"})
    void addressThatOthersReachNeedsKey(String host) {
        assertThat(refused(Map.of("host", List.of(host)), Map.of()))
                .singleElement()
                .asString()
                .startsWith("host: ")
                .contains("set HERALD_JWT_SECRET");
    }

    @Test
    void anyOriginNeedsKey() {
        Map<String, List<String>> flags = Map.of("cors-origins", List.of("*"));

        assertThat(refused(flags, Map.of())).singleElement().asString().startsWith("cors-origins: * needs a key");
        assertThat(ready(flags, Map.of("HERALD_JWT_SECRET", SECRET)).net().allowedOrigins())
                .containsExactly("*");
    }

    @Test
    void shortSecretIsRefusedWithoutBeingShown() {
        assertThat(refused(Map.of(), Map.of("HERALD_JWT_SECRET", "short-secret")))
                .containsExactly(
                        "jwt-secret: (hidden) (from the environment, HERALD_JWT_SECRET) is not allowed: give at"
                                + " least 32 bytes, not a key in PEM");
    }

    @Test
    void publicKeyIsTakenForNoSecret() throws NoSuchAlgorithmException {
        assertThat(refused(Map.of(), Map.of("HERALD_JWT_SECRET", pem("PUBLIC KEY", "Ed25519", true))))
                .singleElement()
                .asString()
                .contains("(hidden)")
                .doesNotContain("MCow");
    }

    @ParameterizedTest
    @CsvSource({"RSA", "Ed25519"})
    void publicKeyIsTakenFromFileAndFromText(String algorithm) throws IOException, NoSuchAlgorithmException {
        String pem = pem("PUBLIC KEY", algorithm, true);
        Path file = Files.writeString(directory.resolve("key.pem"), pem);

        TokenKey fromFile = ready(Map.of("jwt-public-key", List.of("key.pem")), Map.of())
                .access()
                .key();
        TokenKey fromText = ready(Map.of(), Map.of("HERALD_JWT_PUBLIC_KEY", pem.replace("\n", "\\n")))
                .access()
                .key();

        assertThat(file).exists();
        assertThat(fromFile).isInstanceOf(TokenKey.Public.class).isEqualTo(fromText);
    }

    @Test
    void privateKeyIsRefusedWithoutBeingShown() throws NoSuchAlgorithmException {
        String pem = pem("PRIVATE KEY", "Ed25519", false);

        assertThat(refused(Map.of(), Map.of("HERALD_JWT_PUBLIC_KEY", pem)))
                .singleElement()
                .asString()
                .contains("jwt-public-key: (hidden)")
                .doesNotContain(pem.lines().skip(1).findFirst().orElseThrow());
    }

    @Test
    void oneKindOfKeyOnly() {
        Map<String, String> environment =
                Map.of("JWT_SECRET_KEY", SECRET, "HERALD_JWKS_URL", "https://keys.example/jwks");

        assertThat(refused(Map.of(), environment))
                .singleElement()
                .asString()
                .contains("jwt-secret (from the environment, JWT_SECRET_KEY) and jwks-url")
                .doesNotContain(SECRET);
    }

    @Test
    void secretAsFlagIsWarnedAbout() {
        LoadedSettings loaded =
                new SettingsLoader(Map.of(), directory).load(Map.of("jwt-secret", List.of(SECRET)), null);

        assertThat(loaded)
                .isInstanceOfSatisfying(
                        LoadedSettings.Ready.class,
                        ready -> assertThat(ready.notes())
                                .singleElement()
                                .asString()
                                .contains("HERALD_JWT_SECRET")
                                .doesNotContain(SECRET));
    }

    @Test
    void ratesAreTakenAsWritten() {
        Map<String, String> environment = Map.of(
                "HERALD_RATE_CONNECT", "600/m", "HERALD_RATE_PUBLISH", "100/s:500", "HERALD_RATE_MESSAGES", "off");

        assertThat(ready(Map.of(), environment).access().rates())
                .isEqualTo(Map.of(
                        RateLimits.Kind.CONNECT, new Rate(600, 60_000, 600),
                        RateLimits.Kind.PUBLISH, new Rate(100, 1_000, 500)));
    }

    @Test
    void proxiesAreTakenAsAddressesAndBlocks() throws IOException {
        Proxies proxies = ready(
                        Map.of("trusted-proxies", List.of("10.0.0.0/8,::1"), "proxy-protocol", List.of("on")), Map.of())
                .net()
                .proxies();

        assertThat(proxies.isProxyProtocol()).isTrue();
        assertThat(proxies.trusted().contains(InetAddress.getByName("10.1.2.3")))
                .isTrue();
        assertThat(proxies.trusted().contains(InetAddress.getByName("::1"))).isTrue();
        assertThat(proxies.trusted().contains(InetAddress.getByName("11.0.0.1")))
                .isFalse();
        assertThat(ready(Map.of(), Map.of()).net().proxies()).isEqualTo(Proxies.NONE);
    }

    private static String pem(String label, String algorithm, boolean isPublic) throws NoSuchAlgorithmException {
        var pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        byte[] encoded =
                isPublic ? pair.getPublic().getEncoded() : pair.getPrivate().getEncoded();
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    private Settings ready(Map<String, List<String>> flags, Map<String, String> environment) {
        return switch (new SettingsLoader(environment, directory).load(flags, null)) {
            case LoadedSettings.Ready ready -> ready.settings();
            case LoadedSettings.Refused refused -> throw new AssertionError(refused.problems());
        };
    }

    private List<String> refused(Map<String, List<String>> flags, Map<String, String> environment) {
        return switch (new SettingsLoader(environment, directory).load(flags, null)) {
            case LoadedSettings.Ready ready -> throw new AssertionError("was accepted: " + ready);
            case LoadedSettings.Refused refused -> refused.problems();
        };
    }
}
