package dev.herald.server;

import dev.herald.access.AccessSettings;
import dev.herald.effect.autocommit.CommitModes;
import dev.herald.event.ProjectId;
import dev.herald.net.NetSettings;
import dev.herald.session.SessionSettings;
import dev.herald.setting.Values;
import java.nio.file.Path;
import java.util.List;

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
        CommitModes autoCommit,
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
