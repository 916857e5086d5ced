package dev.herald.server;

import dev.herald.access.AccessSettings;
import dev.herald.access.TokenKey;
import dev.herald.effect.autocommit.CommitModes;
import dev.herald.event.ProjectId;
import dev.herald.net.NetSettings;
import dev.herald.session.SessionSettings;
import dev.herald.setting.Setting;
import dev.herald.setting.Values;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings: flags, then {@code HERALD_*} environment, then herald.yaml, then what {@link SettingsTable} says.
 * Runs on the starting thread; touches the disk.
 */
public final class SettingsLoader {
    /** Asked for by Herald's own name: running without it would be something else than what was asked for. */
    private static final Map<String, String> REFUSED_UNTIL_THERE =
            Map.of("HERALD_REDIS_URL", "this version keeps its journal in a file only");
    /** Names that other programs use too: they may not be meant for Herald at all. */
    private static final Map<String, String> WITHOUT_EFFECT =
            Map.of("REDIS_URL", "this version keeps its journal in a file");
    /** Read by the launcher and by the commands that talk to a server. */
    private static final Set<String> OF_THE_PROGRAM =
            Set.of("HERALD_JAVA_HOME", "HERALD_JAVA_OPTS", "HERALD_SERVER", "HERALD_TOKEN");

    private final Map<String, String> environment;
    private final Path directory;

    /** @param directory the working directory: where herald.yaml is looked for and relative paths start */
    public SettingsLoader(Map<String, String> environment, Path directory) {
        this.environment = Map.copyOf(environment);
        this.directory = directory.toAbsolutePath().normalize();
    }

    /**
     * Reads everything and reports all that is wrong, not only the first.
     *
     * @param flags values by the settings' names
     * @param file the file to read; null for ./herald.yaml if there is one
     */
    public LoadedSettings load(Map<String, List<String>> flags, @Nullable Path file) {
        return new Reading(flags, configuration(file)).run();
    }

    private ConfigurationFile configuration(@Nullable Path file) {
        if (file != null) {
            return ConfigurationFile.read(directory.resolve(file));
        }
        ConfigurationFile none = ConfigurationFile.none(directory);
        return Files.exists(none.path()) ? ConfigurationFile.read(none.path()) : none;
    }

    /** What somebody gave for a setting. */
    private record Given(List<String> texts, String origin, Path base) {}

    /** One load. A wrong value is noted and its standard taken, so that reading goes on to the next. */
    private final class Reading implements Values {
        private final Map<String, List<String>> flags;
        private final ConfigurationFile file;
        private final List<String> problems = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private final Map<Setting<?>, List<?>> taken = new HashMap<>();

        Reading(Map<String, List<String>> flags, ConfigurationFile file) {
            this.flags = flags;
            this.file = file;
        }

        LoadedSettings run() {
            problems.addAll(file.problems());
            unknownKeys();
            environmentWithoutEffect();
            SettingsTable.all().forEach(setting -> taken.put(setting, read(setting)));
            keys();
            certificate();
            List<Settings.Watch> watches = watches();
            AccessSettings access = AccessSettings.of(this);
            Settings settings = new Settings(
                    data(),
                    NetSettings.of(this, access.key() == null),
                    access,
                    SessionSettings.of(this),
                    new Settings.Files(watches),
                    CommitModes.of(
                            this,
                            watches.stream().map(Settings.Watch::project).collect(Collectors.toSet()),
                            problems,
                            notes),
                    new Settings.Log(take(SettingsTable.LOG), take(SettingsTable.LOG_LEVEL)),
                    new TakenValues(taken, directory));
            if (problems.isEmpty()) {
                problems.addAll(Together.problems(settings));
            }
            return problems.isEmpty()
                    ? new LoadedSettings.Ready(settings, notes)
                    : new LoadedSettings.Refused(problems);
        }

        /** Where nobody says, no place that git could take away; what an earlier version has kept is gone on with. */
        private Path data() {
            Path before = directory.resolve(".herald");
            return takeAll(SettingsTable.DATA).stream()
                    .findFirst()
                    .orElseGet(() -> Files.isDirectory(before)
                            ? before
                            : StateDirectory.forWorkingDirectory(environment, directory));
        }

        private void keys() {
            List<String> origins = new ArrayList<>();
            for (Setting<TokenKey> setting : AccessSettings.KEYS) {
                given(setting).ifPresent(given -> origins.add(setting.name() + " " + given.origin()));
            }
            if (origins.size() > 1) {
                problems.add(String.join(" and ", origins) + " are given: tokens are checked with one kind of key");
            }
            if (!flags.getOrDefault(AccessSettings.SECRET.name(), List.of()).isEmpty()) {
                notes.add("jwt-secret as a flag can be read by others on this machine: use "
                        + AccessSettings.SECRET.environmentName() + " or herald.yaml");
            }
        }

        private void certificate() {
            boolean isCertificateGiven = given(NetSettings.TLS_CERT).isPresent();
            if (isCertificateGiven != given(NetSettings.TLS_KEY).isPresent()) {
                problems.add("tls-cert and tls-key belong together: give "
                        + (isCertificateGiven ? "tls-key as well" : "tls-cert as well"));
            }
        }

        private List<Settings.Watch> watches() {
            Optional<ProjectId> project =
                    takeAll(SettingsTable.PROJECT).stream().findFirst();
            List<Settings.Watch> watches = new ArrayList<>();
            Map<ProjectId, Path> ownNames = new HashMap<>();
            for (Path watched : takeAll(SettingsTable.WATCH)) {
                Optional<ProjectId> id = project.or(() -> ProjectName.of(watched));
                if (id.isEmpty()) {
                    problems.add("watch: " + watched + " has no name to call its project by: give --project");
                    continue;
                }
                Path other = ownNames.put(id.get(), watched);
                if (other != null && project.isEmpty()) {
                    problems.add("watch: " + other + " and " + watched + " would both be project " + id.get()
                            + ": give --project for one project, or start a server for each");
                }
                watches.add(new Settings.Watch(watched, id.get()));
            }
            return watches;
        }

        @Override
        public <T> T take(Setting<T> setting) {
            return new TakenValues(taken, directory).take(setting);
        }

        @Override
        public <T> List<T> takeAll(Setting<T> setting) {
            return new TakenValues(taken, directory).takeAll(setting);
        }

        /** The values given and read; without those that are not allowed, which become problems. */
        private <T> List<T> read(Setting<T> setting) {
            Optional<Given> given = given(setting);
            if (given.isEmpty()) {
                return List.of();
            }
            Given found = given.get();
            if (found.texts().size() > 1 && !setting.isRepeatable()) {
                problems.add(setting.name() + ": given more than once " + found.origin() + ": give one");
            }
            List<T> values = new ArrayList<>();
            for (String text : found.texts()) {
                setting.form()
                        .read(text, found.base())
                        .ifPresentOrElse(values::add, () -> problems.add(refusal(setting, text, found.origin())));
            }
            return values;
        }

        /** What the strongest origin gives; an empty variable counts as not given. */
        private Optional<Given> given(Setting<?> setting) {
            List<String> flagged = flags.getOrDefault(setting.name(), List.of());
            if (!flagged.isEmpty()) {
                return Optional.of(
                        new Given(separated(setting, flagged, ","), "(from " + setting.flag() + ")", directory));
            }
            List<String> names = new ArrayList<>(List.of(setting.environmentName()));
            names.addAll(setting.otherNames());
            for (String name : names) {
                String text = environment.getOrDefault(name, "").strip();
                if (!text.isEmpty()) {
                    String separator = setting.separator();
                    List<String> texts = separated(setting, List.of(text), separator == null ? "" : separator);
                    return Optional.of(new Given(texts, "(from the environment, " + name + ")", directory));
                }
            }
            return Optional.ofNullable(file.values().get(setting.name()))
                    .map(texts -> new Given(separated(setting, texts, ","), "(from " + file.path() + ")", file.base()));
        }

        /** Splits where this setting's own separator is the one that this origin splits at. */
        private List<String> separated(Setting<?> setting, List<String> texts, String separator) {
            if (!separator.equals(setting.separator())) {
                return texts.stream().map(String::strip).toList();
            }
            return texts.stream()
                    .flatMap(text -> java.util.regex.Pattern.compile(separator, java.util.regex.Pattern.LITERAL)
                            .splitAsStream(text))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .toList();
        }

        private String refusal(Setting<?> setting, String text, String origin) {
            String hint = setting == NetSettings.PORT && text.startsWith("tcp://")
                    ? "; Kubernetes sets this for a service called herald: use enableServiceLinks: false"
                    : "";
            boolean isHidden = setting.isSecret() || text.contains("-----BEGIN");
            return setting.name() + ": " + (isHidden ? "(hidden)" : "\"" + shown(text) + "\"") + " " + origin
                    + " is not allowed: give " + setting.allowed() + hint;
        }

        private void unknownKeys() {
            Set<String> known = SettingsTable.all().stream().map(Setting::name).collect(Collectors.toUnmodifiableSet());
            for (String key : new TreeMap<>(file.values()).keySet()) {
                if (!known.contains(key)) {
                    problems.add("\"" + shown(key) + "\" in " + file.path() + " is no setting"
                            + Nearest.to(key, known)
                                    .map(name -> ": did you mean " + name + "?")
                                    .orElse(": herald serve --help lists them"));
                }
            }
        }

        private void environmentWithoutEffect() {
            Set<String> known =
                    SettingsTable.all().stream().map(Setting::environmentName).collect(Collectors.toUnmodifiableSet());
            new TreeMap<>(environment).forEach((name, value) -> {
                if (value.isBlank() || known.contains(name) || OF_THE_PROGRAM.contains(name)) {
                    return;
                }
                if (REFUSED_UNTIL_THERE.containsKey(name)) {
                    problems.add(name + " is set, but " + REFUSED_UNTIL_THERE.get(name) + ": unset it to start anyway");
                } else if (WITHOUT_EFFECT.containsKey(name)) {
                    notes.add(name + " has no effect: " + WITHOUT_EFFECT.get(name));
                } else if (name.startsWith("HERALD_")) {
                    notes.add(name + " has no effect: there is no such setting"
                            + Nearest.to(name, known)
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse(""));
                }
            });
        }

        private String shown(String text) {
            String line = text.replaceAll("\\p{Cntrl}", "?");
            return line.length() <= 100 ? line : line.substring(0, 100) + "…";
        }
    }
}
