package dev.herald.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** No file above 400 lines, no method above 60, and every package says what it is for. */
class SizesTest {
    private static final int FILE_LINES_MAX = 400;
    private static final int METHOD_LINES_MAX = 60;
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void noFileIsTooLong() throws IOException {
        Set<String> tooLong = new TreeSet<>();
        for (Path file : sources("")) {
            long lines = Files.readAllLines(file).size();
            if (lines > FILE_LINES_MAX) {
                tooLong.add(ROOT.relativize(file) + ": " + lines);
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void noMethodIsTooLong() throws IOException {
        Set<String> tooLong = new TreeSet<>();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources("")));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new MethodScanner(unit, positions, tooLong).scan(unit, null);
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        Set<String> silent = new TreeSet<>();
        for (Path file : sources("/src/main/java/")) {
            if (!Files.exists(file.resolveSibling("package-info.java"))) {
                silent.add(ROOT.relativize(file.getParent()).toString());
            }
        }
        assertThat(silent).isEmpty();
    }

    private static List<Path> sources(String part) throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            List<Path> found = all.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/")
                            && !file.toString().contains("/target/"))
                    .filter(file -> file.toString().contains(part))
                    .toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }

    private static final class MethodScanner extends TreePathScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final Set<String> tooLong;

        MethodScanner(CompilationUnitTree unit, SourcePositions positions, Set<String> tooLong) {
            this.unit = unit;
            this.positions = positions;
            this.tooLong = tooLong;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
            long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method));
            if (last - first + 1 > METHOD_LINES_MAX) {
                tooLong.add(unit.getSourceFile().getName() + ": " + method.getName() + " " + (last - first + 1));
            }
            return super.visitMethod(method, nothing);
        }
    }
}
