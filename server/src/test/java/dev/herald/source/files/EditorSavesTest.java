package dev.herald.source.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.payload.FileChange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The steps by which editors save, as a trace of their system calls shows them: each is one modification. */
@Timeout(60)
class EditorSavesTest {
    @TempDir
    Path temporary;

    private WatchedDirectory directory;

    @BeforeEach
    void openAFile() throws Exception {
        directory = new WatchedDirectory(temporary, 200);
        directory.write("file", "before");
        directory.told();
    }

    @AfterEach
    void isModifiedOnceAndStillWatched() throws Exception {
        assertThat(directory.told()).containsExactly(FileChange.modified("file"));
        directory.append("file", "more");
        assertThat(directory.told()).containsExactly(FileChange.modified("file"));
        directory.close();
    }

    @Test
    void inPlace() throws Exception {
        directory.write("file", "");
        directory.append("file", "aft");
        directory.append("file", "er");
    }

    @Test
    void temporaryFileRenamedOver() throws Exception {
        directory.write(".file.tmp.1234", "after");
        directory.move(".file.tmp.1234", "file");
    }

    @Test
    void vimWithBackupByRename() throws Exception {
        directory.write(".file.swp", "swap");
        directory.write("4913", "");
        directory.delete("4913");
        directory.move("file", "file~");
        directory.write("file", "after");
        directory.append(".file.swp", "swap");
        directory.delete("file~");
    }

    @Test
    void vimWithBackupByCopyThatStays() throws Exception {
        directory.write(".file.swp", "swap");
        Files.copy(directory.root.resolve("file"), directory.root.resolve("file~"));
        directory.write("file", "after");
        directory.delete(".file.swp");
    }

    @Test
    void emacs() throws Exception {
        Files.createSymbolicLink(directory.root.resolve(".#file"), Path.of("user@host.1:2"));
        directory.write("#file#", "unsaved");
        directory.move("file", "file~");
        directory.write("file", "after");
        directory.delete("#file#");
        directory.delete(".#file");
    }

    @Test
    void jetBrainsSafeWrite() throws Exception {
        directory.write("file___jb_tmp___", "after");
        directory.move("file", "file___jb_old___");
        directory.move("file___jb_tmp___", "file");
        directory.delete("file___jb_old___");
    }

    @Test
    void visualStudioCodeAtomicSave() throws Exception {
        directory.write("file.vsctmp", "after");
        directory.move("file.vsctmp", "file");
    }

    @Test
    void streamEditorWithBackupUnderAnyName() throws Exception {
        Files.copy(
                directory.root.resolve("file"),
                directory.root.resolve("sedA1b2C3"),
                StandardCopyOption.COPY_ATTRIBUTES);
        directory.write("sedA1b2C3", "after");
        directory.move("sedA1b2C3", "file");
    }

    @Test
    void removedAndWrittenAnew() throws Exception {
        directory.delete("file");
        directory.write("file", "after");
    }
}
