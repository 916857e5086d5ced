package dev.herald.source.git;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes of files that an operation has made and that are still to be told of. A change is taken out when its file is
 * proved to be as the operation left it; one that is not is the user's, and so are later ones of that file.
 */
final class Fold {
    /** Files remembered; of an operation with more, those beyond are told one by one. */
    static final int FILES_MAX = 200_000;

    /** How it is proved that a file is as the operation left it. */
    enum Proof {
        /** It is as the index has it. */
        INDEX,
        /** It is as a stash has it. */
        STASH,
        /** It has not been written since git was seen to be done with it. */
        UNTOUCHED
    }

    private record Expected(Proof proof, boolean isPresent, long stamp) {}

    private final Map<String, Expected> files = new HashMap<>();
    /** Nanoseconds at which a file's change was taken out. */
    private final Map<String, Long> taken = new HashMap<>();

    private final String stash;
    private final long begin;

    /** @param stash the hash of the stash whose files are put back, or nothing */
    Fold(String stash, long now) {
        this.stash = stash;
        this.begin = now;
    }

    void expect(String path, Proof proof, boolean isPresent) {
        expect(path, new Expected(proof, isPresent, 0));
    }

    /** As it is now, with this stamp: written by git, and by nobody since. */
    void expectUntouched(String path, long stamp) {
        expect(path, new Expected(Proof.UNTOUCHED, stamp != 0, stamp));
    }

    private void expect(String path, Expected expected) {
        if (files.size() < FILES_MAX || files.containsKey(path)) {
            files.put(path, expected);
        }
    }

    String stash() {
        return stash;
    }

    boolean expects(String path) {
        return files.containsKey(path);
    }

    boolean needsStash(String path) {
        @Nullable Expected expected = files.get(path);
        return expected != null && expected.proof == Proof.STASH && expected.isPresent;
    }

    /**
     * @param stamp of the file, or 0 where there is none
     * @param state of the file as git says, or null where it is as HEAD and index have it, or not known
     */
    boolean proves(String path, long stamp, WorkTree.@Nullable State state, boolean isAsStashed) {
        @Nullable Expected expected = files.get(path);
        boolean isElsewise = expected != null && stamp != WorkTree.UNKNOWN && expected.isPresent == (stamp == 0);
        if (expected == null || isElsewise) {
            return false;
        }
        return !expected.isPresent
                || switch (expected.proof) {
                    case INDEX -> state == null || !state.isDirty() && !state.isUnmerged();
                    case STASH -> isAsStashed || state != null && state.isUnmerged();
                    case UNTOUCHED -> stamp == expected.stamp;
                };
    }

    /** Its change is taken out; it may be told once more, when the file was looked at before it was quiet. */
    void take(String path, long now) {
        taken.putIfAbsent(path, now);
    }

    /** What another operation has changed since, and was told of this one: what comes now is the other's. */
    void yieldTo(Fold newer) {
        taken.keySet().removeIf(path -> newer.expects(path) && files.remove(path) != null);
    }

    /** The user has changed it since. */
    void release(String path) {
        files.remove(path);
        taken.remove(path);
    }

    /**
     * Forgets what has been taken out before {@code takenBefore}; whether nothing is left, or nobody told of the rest.
     */
    boolean isOver(long takenBefore, long begunBefore) {
        taken.entrySet().removeIf(file -> {
            boolean isOld = file.getValue() - takenBefore < 0;
            if (isOld) {
                files.remove(file.getKey());
            }
            return isOld;
        });
        return files.isEmpty() || begin - begunBefore < 0;
    }
}
