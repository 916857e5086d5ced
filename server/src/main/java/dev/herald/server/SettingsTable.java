package dev.herald.server;

import dev.herald.access.AccessSettings;
import dev.herald.api.events.PublishLimits;
import dev.herald.effect.autocommit.AutoCommitSettings;
import dev.herald.effect.autocommit.CommitLimits;
import dev.herald.effect.autocommit.CommitModes;
import dev.herald.effect.autocommit.CommitPace;
import dev.herald.effect.autocommit.PruneAges;
import dev.herald.event.ProjectId;
import dev.herald.fold.FoldSettings;
import dev.herald.hub.HubLimits;
import dev.herald.intake.IntakeLimits;
import dev.herald.intake.Retention;
import dev.herald.journal.sqlite.SqliteSettings;
import dev.herald.net.NetLimits;
import dev.herald.net.NetSettings;
import dev.herald.session.SessionSettings;
import dev.herald.setting.Form;
import dev.herald.setting.Setting;
import dev.herald.source.files.FileWatchSettings;
import dev.herald.source.git.GitWatchSettings;
import dev.herald.transport.engineio.EngineSettings;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Every setting, once, as the rooms declare them: flags, environment, herald.yaml, the help, the table in
 * docs/operations.md and the messages about wrong values all come from here. What is not here does not exist. The
 * server's own are those about the whole.
 */
public final class SettingsTable {
    static final Setting<Path> DATA = Setting.optional(
            "data",
            Form.path(),
            "Directory of everything the server keeps, made if missing; else `.herald` where there is one already, else one"
                    + " for each working directory in `$XDG_STATE_HOME/herald` or `~/.local/state/herald`.");
    static final Setting<Path> WATCH = Setting.many(
            "watch",
            Form.at(
                    "an existing directory",
                    (text, base) -> Form.path().read(text, base).filter(Files::isDirectory)),
            File.pathSeparator,
            "Directory whose file changes become events.");
    static final Setting<ProjectId> PROJECT = Setting.optional(
            "project",
            Form.of("1 to 128 of A-Z a-z 0-9 . _ -", ProjectId::parse),
            "Project of the watched directories; each directory's own name where it is not given.");
    static final Setting<Settings.LogFormat> LOG = Setting.one(
            "log", Form.choice(Settings.LogFormat.class), "text", "Lines for people, or a JSON object a line.");
    static final Setting<Settings.LogLevel> LOG_LEVEL = Setting.one(
            "log-level", Form.choice(Settings.LogLevel.class), "info", "The least important message that is shown.");

    /** Whose constants are settings, in the order of the table. */
    private static final List<Setting<?>> ALL = Setting.declaredIn(
            SettingsTable.class,
            NetSettings.class,
            AccessSettings.class,
            SessionSettings.class,
            EngineSettings.class,
            NetLimits.class,
            PublishLimits.class,
            IntakeLimits.class,
            SqliteSettings.class,
            Retention.class,
            FoldSettings.class,
            HubLimits.class,
            FileWatchSettings.class,
            GitWatchSettings.class,
            CommitModes.class,
            CommitPace.class,
            CommitLimits.class,
            AutoCommitSettings.class,
            PruneAges.class);

    private SettingsTable() {}

    /** All settings, those first that people use most. */
    public static List<Setting<?>> all() {
        return ALL;
    }

    /** The table of docs/operations.md, in Markdown. */
    public static String markdown() {
        StringBuilder table = new StringBuilder(
                "| setting | environment | default | allowed | what it does |\n|---|---|---|---|---|\n");
        for (Setting<?> setting : ALL) {
            StringBuilder names = new StringBuilder("`" + setting.environmentName() + "`");
            setting.otherNames()
                    .forEach(name -> names.append(", `").append(name).append('`'));
            String separated = setting.isRepeatable()
                    ? " May be given more than once; `" + setting.separator() + "` between them in the environment."
                    : "";
            table.append("| `%s` | %s | %s | %s | %s |\n"
                    .formatted(
                            setting.name(),
                            names,
                            setting.standard() == null ? "none" : "`" + setting.standard() + "`",
                            setting.allowed(),
                            setting.description() + separated));
        }
        return table.toString();
    }
}
