package dev.herald.effect.autocommit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The rules of {@code secret-rules.txt}: the forms of known secrets, and the names that others are assigned to. Immutable;
 * any thread.
 *
 * @param rules each with an example of what it finds and of what it does not
 * @param names in lower case
 */
record SecretRules(List<Rule> rules, List<String> names) {
    private static final String FILE = "secret-rules.txt";
    private static final int COLUMNS = 4;

    record Rule(String name, SecretForm form, String example, String otherwise) {}

    SecretRules {
        rules = List.copyOf(rules);
        names = List.copyOf(names);
    }

    /** Those that are shipped. */
    static SecretRules load() {
        try (InputStream in = SecretRules.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing: the program is not whole, build it anew");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException that says which line is wrong */
    static SecretRules parse(String text) {
        List<Rule> rules = new ArrayList<>();
        List<String> names = new ArrayList<>();
        TreeSet<String> known = new TreeSet<>();
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] columns = line.strip().split(" +");
            if (columns.length == 2 && columns[0].equals("name")) {
                names.add(columns[1]);
            } else if (columns.length == COLUMNS && known.add(columns[0])) {
                rules.add(new Rule(columns[0], SecretForm.parse(columns[1]), columns[2], columns[3]));
            } else {
                throw new IllegalArgumentException(
                        FILE + ": a rule has a name that no other has, a form and two examples, and not: " + line);
            }
        }
        return new SecretRules(rules, names);
    }
}
