package dev.herald.effect.snapshots;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A commit as git stores it, byte for byte, so that it can be written again with other parents and nothing else changed.
 * The text holds a byte a character.
 *
 * @param id its hash
 * @param headers in order; a value that goes over lines has their line feeds in it
 * @param message what follows the empty line
 */
record RawCommit(String id, List<Header> headers, String message) {
    /** The trailer that makes a commit a snapshot. */
    static final String BASE = "Herald-Base";

    private static final String NO_BASE = "none";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern MOMENT = Pattern.compile(".*> (-?[0-9]{1,18}) [+-][0-9]{4,5}", Pattern.DOTALL);
    /** They hold for the bytes that were signed, and a commit with other parents has others. */
    private static final Set<String> SIGNATURES = Set.of("gpgsig", "gpgsig-sha256");

    private static final String PARENT = "parent";

    record Header(String name, String value) {}

    RawCommit {
        headers = List.copyOf(headers);
    }

    static RawCommit parse(String id, byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\n\n");
        String head = end < 0 ? text : text.substring(0, end + 1);
        List<Header> headers = new ArrayList<>();
        for (String line : head.split("\n")) {
            if (line.startsWith(" ") && !headers.isEmpty()) {
                Header last = headers.removeLast();
                headers.add(new Header(last.name(), last.value() + "\n" + line.substring(1)));
                continue;
            }
            int space = line.indexOf(' ');
            if (space < 1) {
                throw new IOException("commit " + id + " has a header that is none");
            }
            headers.add(new Header(line.substring(0, space), line.substring(space + 1)));
        }
        return new RawCommit(id, headers, end < 0 ? "" : text.substring(end + 2));
    }

    /** As a snapshot; empty where it is none. */
    Optional<Snapshot> snapshot() {
        String base = trailer(BASE);
        if (!base.equals(NO_BASE) && !HASH.matcher(base).matches()) {
            return Optional.empty();
        }
        List<String> parents = all(PARENT);
        return Optional.of(new Snapshot(
                id,
                first("tree"),
                parents,
                base.equals(NO_BASE) || parents.isEmpty() ? null : parents.getLast(),
                committedAt(),
                trailer("Herald-Trigger"),
                trailer("Herald-Position"),
                decoded(message.stripLeading().lines().findFirst().orElse("")),
                LeftOut.parse(trailers(LeftOut.FILE_TRAILER), trailer(LeftOut.MORE_TRAILER))));
    }

    /** The same commit with these parents and without a signature, as git stores it. */
    byte[] withParents(List<String> parents) {
        StringBuilder text = new StringBuilder();
        append(text, new Header("tree", first("tree")));
        parents.forEach(parent -> append(text, new Header(PARENT, parent)));
        headers.stream()
                .filter(header -> !header.name().equals("tree")
                        && !header.name().equals(PARENT)
                        && !SIGNATURES.contains(header.name()))
                .forEach(header -> append(text, header));
        return (text + "\n" + message).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Name, address and time of who wrote it, as text. */
    String author() {
        return decoded(first("author"));
    }

    Instant committedAt() {
        Matcher moment = MOMENT.matcher(first("committer"));
        return moment.matches() ? Instant.ofEpochSecond(Long.parseLong(moment.group(1))) : Instant.EPOCH;
    }

    /** The value of a line such as {@code Name: value} in the message's last paragraph; empty where there is none. */
    private String trailer(String name) {
        List<String> values = trailers(name);
        return values.isEmpty() ? "" : decoded(values.getLast());
    }

    /** The values of all such lines, a byte a character. */
    private List<String> trailers(String name) {
        String text = message.stripTrailing();
        int paragraph = text.lastIndexOf("\n\n");
        if (paragraph < 0) {
            return List.of();
        }
        return text.substring(paragraph)
                .lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2).strip())
                .toList();
    }

    private String first(String name) {
        List<String> values = all(name);
        return values.isEmpty() ? "" : values.getFirst();
    }

    private List<String> all(String name) {
        return headers.stream()
                .filter(header -> header.name().equals(name))
                .map(Header::value)
                .toList();
    }

    private String decoded(String bytes) {
        String encoding = first("encoding");
        Charset charset = encoding.isEmpty() || !isKnown(encoding) ? StandardCharsets.UTF_8 : Charset.forName(encoding);
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), charset);
    }

    private static boolean isKnown(String encoding) {
        try {
            return Charset.isSupported(encoding);
        } catch (IllegalArgumentException notAName) {
            return false;
        }
    }

    private static void append(StringBuilder text, Header header) {
        text.append(header.name())
                .append(' ')
                .append(header.value().replace("\n", "\n "))
                .append('\n');
    }
}
