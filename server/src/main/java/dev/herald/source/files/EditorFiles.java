package dev.herald.source.files;

/**
 * Files that editors put beside the one that is edited: copies, locks, journals of unsaved text. They are no part of the
 * project. An ignore file can take one back with {@code !name}.
 *
 * <p>Those that live for a moment only (vim's {@code 4913}, a temporary file that is renamed over the real one) need no
 * rule: they are gone before they settle.
 */
final class EditorFiles {
    private EditorFiles() {}

    /** Whether a file of this name is an editor's. Pure. */
    static boolean isScratch(String name) {
        return isVim(name) || isEmacs(name) || isOther(name);
    }

    /**
     * {@code .name.swp} and the names vim takes when that is taken: {@code .swo} down to {@code .swa}, then
     * {@code .svz} and on. It never comes as far as {@code .svg}, which is a picture.
     */
    private static boolean isVim(String name) {
        int dot = name.lastIndexOf('.');
        if (!name.startsWith(".") || dot <= 0 || dot != name.length() - 4 || name.charAt(dot + 1) != 's') {
            return false;
        }
        char last = name.charAt(dot + 3);
        return switch (name.charAt(dot + 2)) {
            case 'w' -> last >= 'a' && last <= 'z';
            case 'v' -> last >= 'v' && last <= 'z';
            default -> false;
        };
    }

    /** {@code name~}, also vim's and others'; {@code #name#} with unsaved text; {@code .#name}, a lock. */
    private static boolean isEmacs(String name) {
        return name.length() > 1 && name.endsWith("~")
                || name.length() > 2 && name.startsWith("#") && name.endsWith("#")
                || name.length() > 2 && name.startsWith(".#");
    }

    /** JetBrains' safe write, VS Code's atomic save, Kate, the GNOME library, LibreOffice's lock. */
    private static boolean isOther(String name) {
        return name.endsWith("___jb_tmp___")
                || name.endsWith("___jb_old___")
                || name.endsWith(".vsctmp")
                || name.endsWith(".kate-swp")
                || name.startsWith(".goutputstream-")
                || name.startsWith(".~lock.") && name.endsWith("#");
    }
}
