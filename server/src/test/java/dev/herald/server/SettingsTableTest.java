package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

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
}
