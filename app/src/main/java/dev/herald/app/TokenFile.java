package dev.herald.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file with one secret in it: a token, or what tokens are signed with. No message shows what is in it. */
final class TokenFile {
    private static final int BYTES_MAX = 64 * 1024;

    private TokenFile() {}

    /** @throws UncheckedIOException when it cannot be read, is empty or too large; the message names the file */
    static String read(Path file) {
        String shown = Line.plain(file.toString());
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(BYTES_MAX + 1);
            String text = new String(bytes, StandardCharsets.UTF_8).strip();
            if (bytes.length > BYTES_MAX || text.isEmpty()) {
                String what = text.isEmpty() ? " is empty" : " is larger than " + BYTES_MAX + " bytes";
                throw new UncheckedIOException(shown + what, new IOException(what.strip()));
            }
            return text;
        } catch (NoSuchFileException missing) {
            throw new UncheckedIOException("there is no file " + shown, missing);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(shown + " cannot be read", unreadable);
        }
    }
}
