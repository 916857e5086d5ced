package dev.herald.effect.autocommit;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A path in a repository. Names of files are bytes and need not be text in any encoding, so that each character here is
 * one byte (ISO 8859-1).
 *
 * @param raw relative to the top of the work tree, with {@code /}
 */
record TreePath(String raw) implements Comparable<TreePath> {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int SHOWN_MAX = 1_000;

    /** For people: what is no UTF-8 is replaced, and so are control characters; long ones are cut. */
    String shown() {
        String text = new String(bytes(), StandardCharsets.UTF_8);
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(SHOWN_MAX)
                .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '\ufffd' : c));
        return shown.toString();
    }

    /**
     * On one line, and for programs: as it is where it is UTF-8 without anything odd, else in double quotes with
     * backslashes, as git quotes names, every byte above ASCII in octal.
     */
    String quoted() {
        boolean isPlain = raw.chars().allMatch(c -> c >= ' ' && c != 0x7f && c != '"' && c != '\\');
        String text = new String(bytes(), StandardCharsets.UTF_8);
        if (isPlain && text.codePoints().noneMatch(c -> c == 0xfffd || Character.isISOControl(c))) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        raw.chars().forEach(c -> {
            int letter = "\007\b\t\n\013\f\r\"\\".indexOf(c);
            if (letter >= 0) {
                quoted.append('\\').append("abtnvfr\"\\".charAt(letter));
            } else if (c < ' ' || c >= 0x7f) {
                quoted.append('\\').append(String.format(Locale.ROOT, "%03o", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }

    byte[] bytes() {
        return raw.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The last part. */
    String name() {
        return raw.substring(raw.lastIndexOf('/') + 1);
    }

    /** The file below a directory. By its address, for only that may have any byte in it, whatever the locale. */
    Path in(Path directory) {
        StringBuilder address = new StringBuilder("file://");
        String above = directory.toUri().getRawPath();
        address.append(above, 0, above.endsWith("/") ? above.length() - 1 : above.length());
        address.append('/');
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '/' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
                address.append(c);
            } else {
                address.append('%').append(HEX.toHexDigits((byte) c));
            }
        }
        return Path.of(URI.create(address.toString()));
    }

    /** Whether it is this path or below it. */
    boolean isWithin(String directory) {
        return directory.isEmpty()
                || raw.startsWith(directory)
                        && (raw.length() == directory.length() || raw.charAt(directory.length()) == '/');
    }

    /** Where a path is in a work tree, as bytes; null where it is not in it. Empty for the top itself. */
    static @Nullable String below(Path top, Path path) {
        if (!path.startsWith(top)) {
            return null;
        }
        // By their addresses again, for the same reason.
        String whole = decode(path.toUri().getRawPath());
        String above = decode(top.toUri().getRawPath());
        return whole.length() <= above.length() ? "" : whole.substring(above.length() + (above.equals("/") ? 0 : 1));
    }

    private static String decode(String address) {
        StringBuilder raw = new StringBuilder();
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c == '%') {
                raw.append((char) HexFormat.fromHexDigits(address, i + 1, i + 3));
                i += 2;
            } else {
                raw.append(c);
            }
        }
        int end = raw.length();
        return end > 1 && raw.charAt(end - 1) == '/' ? raw.substring(0, end - 1) : raw.toString();
    }

    @Override
    public int compareTo(TreePath other) {
        return raw.compareTo(other.raw);
    }

    @Override
    public String toString() {
        return shown();
    }
}
