package dev.herald.source.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadLogTest {
    @TempDir
    private Path temporary;

    private static String line(int number) {
        return "%040d %040d A <a@b> 1 +0000\tcommit: é%d".formatted(number, number + 1, number) + "\n";
    }

    private void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static List<String> read(HeadLog log) throws IOException {
        return log.read().stream().map(HeadMove::detail).toList();
    }

    @Test
    void readsWhatIsAppendedLineByLine() throws IOException {
        Path file = temporary.resolve("HEAD");
        append(file, line(1));
        HeadLog log = new HeadLog(file);
        assertThat(read(log)).isEmpty();
        append(file, line(2) + line(3).substring(0, 50));
        assertThat(read(log)).containsExactly("é2");
        append(file, line(3).substring(50) + "no move\n");
        assertThat(read(log)).containsExactly("é3");
        append(file, line(4));
        assertThat(read(log)).containsExactly("é4");
        assertThat(read(log)).isEmpty();
    }

    @Test
    void oneThatBeginsLaterIsReadFromItsBeginning() throws IOException {
        Path file = temporary.resolve("HEAD");
        HeadLog log = new HeadLog(file);
        assertThat(read(log)).isEmpty();
        append(file, line(1));
        assertThat(read(log)).containsExactly("é1");
        Files.delete(file);
        assertThat(read(log)).isEmpty();
        append(file, line(2));
        assertThat(read(log)).containsExactly("é2");
    }

    @Test
    void oneThatIsWrittenAnewGoesOnAfterTheKnownLine() throws IOException {
        Path file = temporary.resolve("HEAD");
        append(file, line(1) + line(2) + line(3));
        HeadLog log = new HeadLog(file);
        Files.writeString(file, line(3) + line(4));
        assertThat(read(log)).containsExactly("é4");
        Files.writeString(file, line(7));
        assertThat(read(log)).isEmpty();
        append(file, line(8));
        assertThat(read(log)).containsExactly("é8");
    }

    @Test
    void ofVeryMuchTheEndIsRead() throws IOException {
        Path file = temporary.resolve("HEAD");
        append(file, line(0));
        HeadLog log = new HeadLog(file);
        StringBuilder much = new StringBuilder();
        int count = HeadLog.BYTES_MAX / line(1).length() + 1_000;
        for (int i = 1; i <= count; i++) {
            much.append(line(i));
        }
        append(file, much.toString());
        assertThat(read(log)).hasSizeLessThan(count).endsWith("é" + count);
    }
}
