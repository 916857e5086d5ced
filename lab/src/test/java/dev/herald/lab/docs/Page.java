package dev.herald.lab.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation: its fenced blocks that have a name, which is said in a comment on the line before.
 *
 * @param snippets by name, such as {@code websocket.mjs}, in the page's order
 * @param nameless first lines of fenced blocks that have none
 */
record Page(Map<String, String> snippets, List<String> nameless) {
    private static final Pattern BLOCK = Pattern.compile(
            "(?:<!-- snippet: (\\S+) -->\n)?^```[a-z]+\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    static Page read(Path file) throws IOException {
        Map<String, String> snippets = new LinkedHashMap<>();
        List<String> nameless = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(file));
        while (block.find()) {
            String text = block.group(2);
            if (block.group(1) == null) {
                nameless.add(text.lines().findFirst().orElse(""));
            } else if (snippets.put(block.group(1), text) != null) {
                throw new IllegalArgumentException("two snippets are called " + block.group(1));
            }
        }
        return new Page(snippets, nameless);
    }

    String snippet(String name) {
        String text = snippets.get(name);
        if (text == null) {
            throw new IllegalArgumentException("the page has no snippet " + name + ", but " + snippets.keySet());
        }
        return text;
    }
}
