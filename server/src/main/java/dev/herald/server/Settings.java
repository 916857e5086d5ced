package dev.herald.server;

import dev.herald.access.AccessSettings;
import dev.herald.effect.autocommit.AutoCommitMode;
import dev.herald.event.ProjectId;
import dev.herald.net.NetSettings;
import dev.herald.session.SessionSettings;
import dev.herald.setting.Values;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How this server runs: what the rooms whose settings are asked for in more than one place have taken, what is about
 * several of them, and the values from which each other room takes its own. Read by {@link SettingsLoader}; {@link
 * SettingsTable} says what each setting is.
 *
 * @param data the directory of everything the server keeps
 * @param values what was given for all settings
 */
public record Settings(
        Path data,
        NetSettings net,
        AccessSettings access,
        SessionSettings sessions,
        Files files,
        AutoCommit autoCommit,
        Log log,
        Values values) {

    /** What is watched. */
    public record Files(List<Watch> watches) {
        public Files {
            watches = List.copyOf(watches);
        }
    }

    /** A directory and the project that its changes belong to. */
    public record Watch(Path directory, ProjectId project) {}

    /**
     * What is committed by itself.
     *
     * @param modes where the commits of watched projects go; a project that is missing has none
     * @param quietMillis after the last change
     * @param maxMillis and at the latest so long after the first
     * @param everyMillis and on a schedule, which may be years
     * @param fileBytesMax of one file
     * @param filesMax of one commit
     * @param bytesMax of these files
     * @param isProtected names and patterns of branches
     * @param hookMillisMax what a hook may take
     * @param isPushing whether commits on a branch are pushed
     * @param snapshotMillisMax older snapshots go
     * @param snapshotsMax the oldest of a branch go when there are more
     */
    public record AutoCommit(
            Map<ProjectId, AutoCommitMode> modes,
            long quietMillis,
            long maxMillis,
            long everyMillis,
            int fileBytesMax,
            int filesMax,
            long bytesMax,
            List<String> isProtected,
            long hookMillisMax,
            boolean isPushing,
            long snapshotMillisMax,
            long snapshotsMax) {
        public AutoCommit {
            modes = Map.copyOf(modes);
            isProtected = List.copyOf(isProtected);
        }
    }

    /** What is said on standard error. */
    public record Log(LogFormat format, LogLevel level) {}

    /** Lines for people, or a JSON object a line. */
    public enum LogFormat {
        TEXT,
        JSON
    }

    /** The least important message that is shown. */
    public enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }
}
