package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.herald.api.events.PublishLimits;
import dev.herald.hub.HubLimits;
import dev.herald.intake.IntakeLimits;
import dev.herald.journal.sqlite.SqliteSettings;
import dev.herald.net.NetLimits;
import dev.herald.session.SessionSettings;
import dev.herald.setting.Setting;
import dev.herald.setting.Values;
import dev.herald.source.files.FileWatchSettings;
import dev.herald.transport.engineio.EngineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTableTest {
    /** Maven runs the tests of a module in the module's directory. */
    private static final Path OPERATIONS = Path.of("..", "docs", "operations.md");

    @Test
    void documentationHasTheTableAsItIs() throws IOException {
        assertThat(Files.readString(OPERATIONS))
                .as("docs/operations.md: put this table in place of the one there")
                .contains("\n\n" + SettingsTable.markdown() + "\n");
    }

    @Test
    void namesAreUniqueAndPlain() {
        assertThat(SettingsTable.all()).extracting(Setting::name).doesNotHaveDuplicates();
        assertThat(SettingsTable.all())
                .allSatisfy(setting -> assertThat(setting.name()).matches("[a-z]+(-[a-z]+)*"));
    }

    @Test
    void everyStandardIsAllowed() {
        assertThat(SettingsTable.all())
                .filteredOn(setting -> setting.standard() != null)
                .allSatisfy(setting -> assertThat(setting.form().read(setting.standard() + "", Path.of("")))
                        .as(setting.name())
                        .isPresent());
    }

    /** What rooms take where nobody gives anything is what the table says: it is the same text, read by the same form. */
    @Test
    void effectiveDefaultsAreTheDeclaredOnes(@TempDir Path directory) {
        Settings settings = switch (new SettingsLoader(Map.of(), directory).load(Map.of(), null)) {
            case LoadedSettings.Ready ready -> ready.settings();
            case LoadedSettings.Refused refused -> throw new AssertionError(refused.problems());
        };
        Values values = settings.values();
        assertThat(settings.sessions()).isEqualTo(SessionSettings.DEFAULT);
        assertThat(settings.net().limits()).isEqualTo(NetLimits.DEFAULT);
        assertThat(IntakeLimits.of(values)).isEqualTo(IntakeLimits.DEFAULTS);
        assertThat(HubLimits.of(values)).isEqualTo(HubLimits.DEFAULTS);
        assertThat(SqliteSettings.of(values)).isEqualTo(SqliteSettings.DEFAULTS);
        assertThat(EngineSettings.of(values)).isEqualTo(EngineSettings.DEFAULT);
        assertThat(PublishLimits.of(values)).isEqualTo(PublishLimits.DEFAULTS);

        assertThat(declared("ring-events")).isEqualTo(HubLimits.DEFAULTS.ringEventsMax());
        assertThat(declared("ring-bytes")).isEqualTo(HubLimits.DEFAULTS.ringBytesMax());
        assertThat(declared("intake-bytes")).isEqualTo(IntakeLimits.DEFAULTS.bytesMax());
        assertThat(declared("outbound-bytes")).isEqualTo((long) NetLimits.DEFAULT.outboundHighBytes());
        assertThat(declared("heartbeat")).isEqualTo(SessionSettings.DEFAULT.heartbeatMillis());
        assertThat(declared("quiet"))
                .isEqualTo(FileWatchSettings.of(directory, "p").quietMillis());
    }

    private static Object declared(String name) {
        return SettingsTable.all().stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .orElseThrow()
                .standardValue(Path.of(""));
    }

    /** To declare a setting is enough: whichever room does, the table has it. */
    @Test
    void whatAnyRoomDeclaresIsInTheTable() throws ReflectiveOperationException {
        List<Setting<?>> declared = new ArrayList<>();
        for (JavaClass each : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.herald")) {
            boolean declares = each.getFields().stream()
                    .anyMatch(field -> field.getModifiers().contains(JavaModifier.STATIC)
                            && field.getRawType().getName().equals(Setting.class.getName()));
            if (declares) {
                declared.addAll(Setting.declaredIn(Class.forName(each.getName())));
            }
        }
        assertThat(declared).hasSizeGreaterThan(40).containsExactlyInAnyOrderElementsOf(SettingsTable.all());
    }
}
