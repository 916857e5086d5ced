package dev.herald.source.git;

import dev.herald.git.Git;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the local and the fetched branches stand.
 *
 * @param tips full name to hash: what HEAD is on first, then the local ones, then the fetched ones
 */
record Branches(Map<String, String> tips) {
    private static final String LOCAL = "refs/heads/";
    private static final String REMOTE = "refs/remotes/";

    Branches {
        tips = Collections.unmodifiableMap(new LinkedHashMap<>(tips));
    }

    /** As git has them now. A name that only stands for another one, as a remote's HEAD does, is left out. */
    static Branches read(Git git, Watched watched) throws IOException, InterruptedException {
        byte[] output = git.ask(watched.command(
                        "for-each-ref",
                        "--format=%(if)%(symref)%(then)%(else)%(HEAD)%(objectname) %(refname)%(end)",
                        LOCAL,
                        REMOTE))
                .output();
        Map<String, String> current = new LinkedHashMap<>();
        Map<String, String> others = new LinkedHashMap<>();
        for (String line : new String(output, StandardCharsets.UTF_8).split("\n")) {
            int space = line.indexOf(' ', 1);
            if (space > 0) {
                (line.charAt(0) == '*' ? current : others).put(line.substring(space + 1), line.substring(1, space));
            }
        }
        current.putAll(others);
        return new Branches(current);
    }

    static boolean isLocal(String name) {
        return name.startsWith(LOCAL);
    }

    /** What people call it: {@code main}, {@code origin/main}. */
    static String shortName(String name) {
        return name.startsWith(LOCAL) ? name.substring(LOCAL.length()) : name.substring(REMOTE.length());
    }

    /** For a hash, the first branch that stands there. */
    Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        tips.forEach((name, hash) -> names.putIfAbsent(hash, name));
        return names;
    }
}
