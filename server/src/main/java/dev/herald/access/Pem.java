package dev.herald.access;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys as text (RFC 7468). Pure; no message holds a part of the text. */
final class Pem {
    private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519");
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*)-----END \\1-----");

    private Pem() {}

    private record Block(String label, byte[] content) {}

    /** @throws IllegalArgumentException when the text holds something else, with what it is and how to have the right */
    static PublicKey publicKey(String text) throws GeneralSecurityException {
        Block block = block(text);
        return switch (block.label) {
            case "PUBLIC KEY" -> read(block, (factory, bytes) -> factory.generatePublic(new X509EncodedKeySpec(bytes)));
            case "CERTIFICATE" ->
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(block.content))
                        .getPublicKey();
            case "RSA PUBLIC KEY" ->
                throw new IllegalArgumentException(
                        "the key is in the old form of RSA: openssl rsa -RSAPublicKey_in -pubout writes the new one");
            default ->
                throw new IllegalArgumentException(
                        block.label.endsWith("PRIVATE KEY")
                                ? "this is a private key: give the public one, as openssl pkey -pubout writes it"
                                : "the PEM text holds something else than a public key");
        };
    }

    /** @throws IllegalArgumentException as above */
    static PrivateKey privateKey(String text) throws GeneralSecurityException {
        Block block = block(text);
        return switch (block.label) {
            case "PRIVATE KEY" ->
                read(block, (factory, bytes) -> factory.generatePrivate(new PKCS8EncodedKeySpec(bytes)));
            case "EC PRIVATE KEY", "RSA PRIVATE KEY" ->
                throw new IllegalArgumentException(
                        "the key is in its old form: openssl pkcs8 -topk8 -nocrypt writes the new one");
            case "ENCRYPTED PRIVATE KEY" ->
                throw new IllegalArgumentException(
                        "the key has a password: openssl pkcs8 -topk8 -nocrypt writes it without");
            default -> throw new IllegalArgumentException("the PEM text holds something else than a private key");
        };
    }

    private static Block block(String text) {
        // In a variable, line ends are often written as \n.
        Matcher found = BLOCK.matcher(text.replace("\\n", "\n"));
        while (found.find()) {
            if (!found.group(1).equals("EC PARAMETERS")) {
                byte[] base64 = found.group(2).replaceAll("\\s", "").getBytes(StandardCharsets.UTF_8);
                return new Block(found.group(1), Base64.getDecoder().decode(base64));
            }
        }
        throw new IllegalArgumentException("there is no PEM text, which starts with -----BEGIN …-----");
    }

    private interface Reading<K> {
        K read(KeyFactory factory, byte[] bytes) throws InvalidKeySpecException;
    }

    private static <K> K read(Block block, Reading<K> reading) throws GeneralSecurityException {
        for (String kind : KINDS) {
            try {
                return reading.read(KeyFactory.getInstance(kind), block.content);
            } catch (InvalidKeySpecException anotherKind) {
                continue;
            }
        }
        throw new IllegalArgumentException("the key is neither RSA nor elliptic nor Ed25519");
    }
}
