package dev.herald.source.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EditorFilesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                ".a.txt.swp",
                ".a.txt.swo",
                ".a.swx",
                ".a.svz",
                "a.txt~",
                ".a~",
                "#a.txt#",
                ".#a.txt",
                "a.txt___jb_tmp___",
                "a.txt___jb_old___",
                "a.txt.vsctmp",
                "a.txt.kate-swp",
                ".goutputstream-X1Y2Z3",
                ".~lock.a.odt#"
            })
    void knowsWhatEditorsLeave(String name) {
        assertThat(EditorFiles.isScratch(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.txt",
                ".x.svg",
                "a.swp",
                ".swp",
                "~",
                "#",
                "##",
                ".#",
                "#a",
                "a#",
                ".gitignore",
                ".a.swpx",
                "4913",
                "a~b",
                ".env.sws1",
                "jb_tmp",
                ".a.s3a"
            })
    void leavesEverythingElse(String name) {
        assertThat(EditorFiles.isScratch(name)).isFalse();
    }
}
