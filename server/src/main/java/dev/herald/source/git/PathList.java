package dev.herald.source.git;

import java.util.ArrayList;
import java.util.List;

/** Paths up to a limit, counted beyond it. One thread. */
final class PathList {
    /** Paths that a commit's event names. */
    static final int COMMIT_COUNT_MAX = 1_000;
    /** Bytes that they take as JSON, at most. */
    private static final int BYTES_MAX = 384 << 10;

    private static final int ESCAPED_BYTES = 6;

    private final List<String> paths = new ArrayList<>();
    private final int countMax;
    private int count;
    private int bytes;
    private boolean isCut;

    PathList(int countMax) {
        this.countMax = countMax;
    }

    void add(String path) {
        count++;
        int size = bytes(path);
        if (!isCut && paths.size() < countMax && bytes + size <= BYTES_MAX) {
            paths.add(path);
            bytes += size;
        } else {
            isCut = true;
        }
    }

    List<String> paths() {
        return List.copyOf(paths);
    }

    int count() {
        return count;
    }

    boolean isCut() {
        return isCut;
    }

    private static int bytes(String path) {
        int bytes = 3;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            bytes += c >= ' ' && c < 0x7f ? 1 : ESCAPED_BYTES;
        }
        return bytes;
    }
}
