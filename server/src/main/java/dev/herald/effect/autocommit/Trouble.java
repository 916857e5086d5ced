package dev.herald.effect.autocommit;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A run that ends without a commit. */
final class Trouble extends IOException {
    private static final long serialVersionUID = 1;

    private static final List<String> FULL =
            List.of("No space left on device", "Disk quota exceeded", "File too large", "out of disk space");
    private static final List<String> READ_ONLY =
            List.of("Read-only file system", "Permission denied", "insufficient permission", "AccessDenied");
    private static final List<String> NOBODY = List.of(
            "tell me who you are",
            "identity unknown",
            "unable to auto-detect",
            "empty ident name",
            "user.useConfigOnly",
            "no email");

    /** Of an object that is not there, or not as it was. */
    private static final List<String> OBJECTS = List.of(
            "bad object",
            "bad tree object",
            "unable to read",
            "unable to unpack",
            "could not read",
            "Could not read",
            "inflate:",
            "is corrupt",
            "is empty",
            "not a tree",
            "missing",
            "ambiguous argument");

    /** Git's own words, without the command that they are about. */
    private static final Pattern SAID = Pattern.compile("(?<=: )(fatal|error): .*", Pattern.DOTALL);

    private final Reason reason;
    private final int changes;

    Trouble(Reason reason) {
        this(reason, reason.advice());
    }

    /** @param error one sentence that says what to do; never what is in a file, or what a hook wrote */
    Trouble(Reason reason, String error) {
        this(reason, error, 0);
    }

    /** @param changes files that wait to be committed, 0 where that is not known */
    Trouble(Reason reason, String error, int changes) {
        super(error);
        this.reason = reason;
        this.changes = changes;
    }

    int changes() {
        return changes;
    }

    Reason reason() {
        return reason;
    }

    /** What a failure of git or of the disk means, by git's words, which are the same everywhere in this locale. */
    static Trouble of(IOException e) {
        if (e instanceof Trouble trouble) {
            return trouble;
        }
        String text = e.toString();
        if (isOne(FULL, text)) {
            return new Trouble(Reason.DISK_FULL);
        }
        if (isOne(READ_ONLY, text)) {
            return new Trouble(Reason.READ_ONLY);
        }
        if (isOne(NOBODY, text)) {
            return new Trouble(Reason.IDENTITY_MISSING);
        }
        if (text.contains("wrote more than")) {
            return new Trouble(Reason.TOO_MANY_CHANGES);
        }
        if (text.contains("took longer than")) {
            return new Trouble(Reason.TIMED_OUT);
        }
        return new Trouble(Reason.GIT_FAILED);
    }

    /** Whether git says that an object is missing or damaged, and not that it could do nothing at all. */
    static boolean isOfObjects(IOException e) {
        Matcher said = SAID.matcher(String.valueOf(e.getMessage()));
        return said.find() && isOne(OBJECTS, said.group());
    }

    static void throwIfDisk(String messages) throws Trouble {
        if (isOne(FULL, messages)) {
            throw new Trouble(Reason.DISK_FULL);
        }
        if (messages.contains("Read-only file system") || messages.contains("insufficient permission")) {
            throw new Trouble(Reason.READ_ONLY);
        }
    }

    private static boolean isOne(List<String> signs, String text) {
        return signs.stream().anyMatch(text::contains);
    }
}
