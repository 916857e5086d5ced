package dev.herald.effect.snapshots;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a snapshot does not have as it was then, as the snapshot itself says in lines such as {@code Left-Out: app.py
 * (secret_content)}. Of such a file the snapshot has an older version, or none.
 *
 * @param files those that are named
 * @param more how many there were beside them
 */
public record LeftOut(List<File> files, int more) {
    /** The trailer that names one. */
    static final String FILE_TRAILER = "Left-Out";

    /** The trailer that says how many more there were. */
    static final String MORE_TRAILER = "Left-Out-More";

    static final LeftOut NONE = new LeftOut(List.of(), 0);
    private static final Pattern FILE = Pattern.compile("(.+) \\(([a-z_]{1,64})\\)", Pattern.DOTALL);
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

    /**
     * One file.
     *
     * @param path from the work tree's top; what is no text in it is replaced
     * @param reason as the protocol names it: {@code secret_content}
     */
    public record File(String path, String reason) {}

    public LeftOut {
        files = List.copyOf(files);
    }

    public boolean isEmpty() {
        return files.isEmpty() && more == 0;
    }

    /** How many there were. */
    public int count() {
        return files.size() + more;
    }

    boolean names(String path) {
        return files.stream().anyMatch(file -> file.path().equals(path));
    }

    /**
     * What is not understood says nothing.
     *
     * @param named values of the trailers that name files, in order, a byte a character
     * @param more the value of the other one, or nothing
     */
    static LeftOut parse(List<String> named, String more) {
        List<File> files = new ArrayList<>();
        for (String value : named) {
            Matcher file = FILE.matcher(value);
            if (file.matches()) {
                files.add(new File(unquoted(file.group(1)), file.group(2)));
            }
        }
        int rest = COUNT.matcher(more).matches() ? Integer.parseInt(more) : 0;
        return files.isEmpty() && rest == 0 ? NONE : new LeftOut(files, rest);
    }

    /** As git quotes names: in double quotes, with C's escapes, where it has to. */
    private static String unquoted(String text) {
        boolean isQuoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int end = isQuoted ? text.length() - 1 : text.length();
        for (int at = isQuoted ? 1 : 0; at < end; at++) {
            char c = text.charAt(at);
            if (!isQuoted || c != '\\' || at + 1 >= end) {
                bytes.write(c);
                continue;
            }
            char escaped = text.charAt(++at);
            if (escaped >= '0' && escaped <= '3' && at + 2 < end) {
                bytes.write(((escaped - '0') << 6) | ((text.charAt(at + 1) - '0') << 3) | (text.charAt(at + 2) - '0'));
                at += 2;
            } else {
                bytes.write(escape(escaped));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static char escape(char letter) {
        return switch (letter) {
            case 'a' -> 0x07;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0b;
            default -> letter;
        };
    }
}
