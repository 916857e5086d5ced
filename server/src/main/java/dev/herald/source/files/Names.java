package dev.herald.source.files;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** File names as text. */
final class Names {
    private static final char UNREADABLE = '\uFFFD';

    private Names() {}

    /**
     * A single name, read as UTF-8 whatever the process's locale is: names are bytes, and a server started with
     * {@code LANG=C} would otherwise not be able to tell them. Bytes that are no UTF-8 become U+FFFD.
     */
    static String text(Path name) {
        // Of a copy: a path keeps its text once it was asked for, and the tables keep the path.
        String text = name.subpath(0, 1).toString();
        return text.indexOf(UNREADABLE) < 0 ? text : fromBytes(name);
    }

    /** The JDK shows a path's bytes nowhere but in its URI. */
    private static String fromBytes(Path name) {
        String uri = name.toUri().getRawPath();
        int end = uri.endsWith("/") ? uri.length() - 1 : uri.length();
        String raw = uri.substring(uri.lastIndexOf('/', end - 1) + 1, end);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) == '%') {
                bytes.write(Integer.parseInt(raw, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.write(raw.charAt(i));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
