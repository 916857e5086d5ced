package dev.herald.effect.autocommit;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Reads objects by their names, all in one call. */
final class Objects {
    private static final long BYTES_MAX = 512L << 20;

    private Objects() {}

    /**
     * An object.
     *
     * @param hash empty where there is none of the name
     */
    record Found(String hash, byte[] content) {}

    /**
     * The objects in the order of their names.
     *
     * @param call makes a command of its arguments
     */
    static List<Found> of(Git git, Function<String[], GitCommand> call, List<String> names)
            throws IOException, InterruptedException {
        if (names.isEmpty()) {
            return List.of();
        }
        // Only a new git can end names with a zero, and only a name with a line feed needs it.
        boolean hasLines = names.stream().anyMatch(name -> name.indexOf('\n') >= 0);
        String mark = hasLines ? "\0" : "\n";
        byte[] input = (String.join(mark, names) + mark).getBytes(StandardCharsets.ISO_8859_1);
        String[] line = {"cat-file", "--batch", "-z"};
        GitCommand command = call.apply(hasLines ? line : Arrays.copyOf(line, 2));
        byte[] output = git.ask(command.reading(input).atMost(BYTES_MAX)).output();
        List<Found> found = new ArrayList<>();
        int at = 0;
        for (String name : names) {
            byte[] missing = (name + " missing\n").getBytes(StandardCharsets.ISO_8859_1);
            if (Arrays.equals(output, at, Math.min(output.length, at + missing.length), missing, 0, missing.length)) {
                found.add(new Found("", new byte[0]));
                at += missing.length;
                continue;
            }
            int end = indexOf(output, at);
            String[] header = new String(output, at, end - at, StandardCharsets.ISO_8859_1).split(" ");
            int size = Integer.parseInt(header[2]);
            found.add(new Found(header[0], Arrays.copyOfRange(output, end + 1, end + 1 + size)));
            at = end + 1 + size + 1;
        }
        return found;
    }

    private static int indexOf(byte[] bytes, int from) throws IOException {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        throw new IOException("git cat-file told less than it was asked for");
    }
}
