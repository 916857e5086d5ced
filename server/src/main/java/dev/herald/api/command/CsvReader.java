package dev.herald.api.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads records of CSV (RFC 4180): fields with commas, quotes or line ends stand in quotes. One thread. */
final class CsvReader {
    private final String text;
    private int at;
    private boolean isOpen;

    CsvReader(String text) {
        this.text = text;
    }

    /** Whether the text ended inside quotes. */
    boolean isOpen() {
        return isOpen;
    }

    /** The next record's fields; null at the end. */
    @Nullable
    List<String> next() {
        if (at >= text.length()) {
            return null;
        }
        List<String> fields = new ArrayList<>();
        while (true) {
            fields.add(field());
            if (at >= text.length()) {
                return fields;
            }
            char end = text.charAt(at++);
            if (end == '\r' && at < text.length() && text.charAt(at) == '\n') {
                at++;
            }
            if (end != ',') {
                return fields;
            }
        }
    }

    private String field() {
        StringBuilder field = new StringBuilder();
        if (at < text.length() && text.charAt(at) == '"') {
            at++;
            quoted(field);
        }
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            field.append(text.charAt(at++));
        }
        return field.toString();
    }

    private void quoted(StringBuilder field) {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '"') {
                field.append(c);
            } else if (at < text.length() && text.charAt(at) == '"') {
                field.append('"');
                at++;
            } else {
                return;
            }
        }
        isOpen = true;
    }
}
