package dev.herald.source.git;

/** Names of git's objects: 40 or 64 hexadecimal digits. Pure. */
final class Hashes {
    private static final int SHA1_LENGTH = 40;
    private static final int SHA256_LENGTH = 64;

    private Hashes() {}

    static boolean isHash(String text) {
        if (text.length() != SHA1_LENGTH && text.length() != SHA256_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** Whether it stands for no object: before the first commit of a branch. */
    static boolean isNone(String hash) {
        return hash.chars().allMatch(c -> c == '0');
    }
}
