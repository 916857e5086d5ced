package dev.herald.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Who is below whom inside a room. A room says it in its {@code package-info.java}, under a line that begins with "Layers,
 * from the top", as a list whose items each name one or more classes:
 *
 * <pre>
 * &lt;ol&gt;
 *   &lt;li&gt;Hub
 *   &lt;li&gt;Ring, Inbox: a layer may hold several, and words after a colon
 * &lt;/ol&gt;
 * </pre>
 *
 * <p>What is above may know what is below. Classes of one layer may know each other, but not in a circle. Each class of
 * the room is named once; one that is nested counts as the class around it.
 */
class LayersTest {
    private static final String BEGIN = "Layers, from the top";
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern ITEM = Pattern.compile("<li>([^<:]*)");
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.herald");

    @Test
    void noClassKnowsWhatIsAboveIt() throws IOException {
        Map<String, List<Set<String>>> rooms = rooms();
        assertThat(rooms).containsKey("dev.herald.hub");
        Set<String> broken = new TreeSet<>();
        rooms.forEach((room, layers) -> broken.addAll(upward(room, layers, arrows(room))));
        assertThat(broken).isEmpty();
    }

    @Test
    void eachClassHasItsLayer() throws IOException {
        rooms().forEach((room, layers) -> {
            List<String> named = layers.stream().flatMap(Set::stream).toList();
            assertThat(named).as("the layers of " + room).doesNotHaveDuplicates();
            assertThat(new TreeSet<>(named)).as("the layers of " + room).isEqualTo(classes(room));
        });
    }

    /** The test itself finds what it is for. */
    @Test
    void anArrowUpwardAndACircleAreFound() {
        List<Set<String>> layers = List.of(Set.of("Top"), Set.of("A", "B"), Set.of("Bottom"));
        Map<String, Set<String>> down = Map.of("Top", Set.of("A", "Bottom"), "A", Set.of("B"), "B", Set.of("Bottom"));
        assertThat(upward("room", layers, down)).isEmpty();
        assertThat(upward("room", layers, Map.of("Bottom", Set.of("Top"))))
                .containsExactly("room: Bottom knows Top, which is above it");
        assertThat(upward("room", layers, Map.of("A", Set.of("B"), "B", Set.of("A"))))
                .containsExactly(
                        "room: A knows B, and B knows A in a circle", "room: B knows A, and A knows B in a circle");
    }

    private static Set<String> upward(String room, List<Set<String>> layers, Map<String, Set<String>> arrows) {
        Map<String, Integer> depth = new HashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            for (String name : layers.get(i)) {
                depth.put(name, i);
            }
        }
        Set<String> broken = new TreeSet<>();
        arrows.forEach((from, known) -> {
            for (String to : known) {
                int difference = depth.getOrDefault(to, 0) - depth.getOrDefault(from, 0);
                if (difference < 0) {
                    broken.add(room + ": " + from + " knows " + to + ", which is above it");
                } else if (difference == 0 && reaches(to, from, arrows, depth, new HashSet<>())) {
                    broken.add(room + ": " + from + " knows " + to + ", and " + to + " knows " + from + " in a circle");
                }
            }
        });
        return broken;
    }

    /** Whether there is a way within one layer. */
    private static boolean reaches(
            String from, String to, Map<String, Set<String>> arrows, Map<String, Integer> depth, Set<String> seen) {
        if (from.equals(to)) {
            return true;
        }
        return seen.add(from)
                && arrows.getOrDefault(from, Set.of()).stream()
                        .filter(next -> depth.getOrDefault(next, 0).equals(depth.getOrDefault(from, 0)))
                        .anyMatch(next -> reaches(next, to, arrows, depth, seen));
    }

    private static Map<String, Set<String>> arrows(String room) {
        Map<String, Set<String>> arrows = new HashMap<>();
        for (JavaClass from : CLASSES) {
            if (!from.getPackageName().equals(room)) {
                continue;
            }
            from.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(target -> target.getPackageName().equals(room))
                    .map(LayersTest::outermost)
                    .filter(target -> !target.equals(outermost(from)))
                    .forEach(target -> arrows.computeIfAbsent(outermost(from), _ -> new TreeSet<>())
                            .add(target));
        }
        return arrows;
    }

    private static Set<String> classes(String room) {
        Set<String> names = new TreeSet<>();
        for (JavaClass each : CLASSES) {
            if (each.getPackageName().equals(room) && !each.getSimpleName().equals("package-info")) {
                names.add(outermost(each));
            }
        }
        return names;
    }

    private static String outermost(JavaClass nested) {
        String name = nested.getName().substring(nested.getPackageName().length() + 1);
        int dollar = name.indexOf('$');
        return dollar < 0 ? name : name.substring(0, dollar);
    }

    /** The rooms that say their layers. */
    private static Map<String, List<Set<String>>> rooms() throws IOException {
        Map<String, List<Set<String>>> rooms = new HashMap<>();
        try (Stream<Path> all = Files.walk(SOURCES)) {
            for (Path file :
                    all.filter(path -> path.endsWith("package-info.java")).toList()) {
                String text = Files.readString(file);
                int begin = text.indexOf(BEGIN);
                if (begin >= 0) {
                    String room =
                            SOURCES.relativize(file.getParent()).toString().replace('/', '.');
                    rooms.put(room, layers(text.substring(begin, text.indexOf("</ol>", begin))));
                }
            }
        }
        return rooms;
    }

    private static List<Set<String>> layers(String list) {
        List<Set<String>> layers = new ArrayList<>();
        Matcher items = ITEM.matcher(list.replace("\n *", " "));
        while (items.find()) {
            layers.add(new TreeSet<>(List.of(items.group(1).trim().split("\\s*,\\s*"))));
        }
        return layers;
    }
}
