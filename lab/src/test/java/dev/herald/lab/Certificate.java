package dev.herald.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A certificate that signs itself, for this machine's loopback.
 *
 * @param chain PEM; whoever trusts it trusts the server
 * @param key PEM
 */
public record Certificate(Path chain, Path key) {
    private static final String PASSWORD = "changeit";

    /** With the JDK's keytool, for the JDK has no API that makes a certificate. */
    public static Certificate make(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        Path store = Files.createDirectories(directory).resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String arguments = "-genkeypair -alias server -keyalg EC -dname CN=localhost -validity 2"
                + " -ext SAN=dns:localhost,ip:127.0.0.1 -storetype PKCS12 -storepass " + PASSWORD + " -keystore";
        List<String> command = List.of((keytool + " " + arguments + " " + store).split(" "));
        Process made = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(made.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        return new Certificate(
                pem(
                        directory.resolve("certificate.pem"),
                        "CERTIFICATE",
                        keys.getCertificate("server").getEncoded()),
                pem(
                        directory.resolve("key.pem"),
                        "PRIVATE KEY",
                        keys.getKey("server", PASSWORD.toCharArray()).getEncoded()));
    }

    /** The settings of a server that shows it. */
    public Map<String, List<String>> settings() {
        return Map.of("tls-cert", List.of(chain.toString()), "tls-key", List.of(key.toString()));
    }

    private static Path pem(Path file, String what, byte[] encoded) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return Files.writeString(file, "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n");
    }
}
