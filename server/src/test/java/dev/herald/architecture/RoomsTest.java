package dev.herald.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The table of rooms and what each may import, as docs/map.md shows it. What is not in it is a wall. */
class RoomsTest {
    private static final String BASE = "dev.herald.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.herald");

    private static final String JACKSON = "com.fasterxml.jackson.core";
    private static final Set<String> EVERYWHERE =
            Set.of("java", "org.slf4j", "org.jspecify", BASE + "event", BASE + "setting");

    /** Room to what it may import beside that: rooms by their name, libraries by their package. */
    private static final Map<String, Set<String>> MAY_IMPORT = new TreeMap<>(Map.ofEntries(
            Map.entry("event", Set.of("com.fasterxml.jackson")),
            Map.entry("event.payload", Set.of("com.fasterxml.jackson")),
            Map.entry("setting", Set.of()),
            Map.entry("loop", Set.of()),
            Map.entry("meter", Set.of("io.micrometer")),
            Map.entry("access", Set.of("meter", "loop", "com.nimbusds", "io.github.bucket4j")),
            Map.entry("journal", Set.of("meter")),
            Map.entry("journal.memory", Set.of("journal", "loop", "meter")),
            Map.entry("journal.sqlite", Set.of("journal", "loop", "meter", "org.sqlite")),
            Map.entry("intake", Set.of("journal", "loop", "meter", "io.micrometer")),
            Map.entry("hub", Set.of("journal", "loop", "meter", "io.micrometer")),
            Map.entry("http", Set.of("access", "meter", "com.fasterxml.jackson.core")),
            Map.entry("net", Set.of("http", "loop", "meter", "access", "io.netty", "io.micrometer", "javax.net.ssl")),
            Map.entry("net.http1", Set.of("http", "loop", "net", "net.http2", "io.netty", "javax.net.ssl")),
            Map.entry("net.http2", Set.of("http", "loop", "net", "io.netty")),
            Map.entry("net.websocket", Set.of("http", "loop", "access", "net", "io.netty")),
            Map.entry("presence", Set.of("access", "hub", "http", "intake", "journal", "loop")),
            Map.entry("session", Set.of("access", "hub", "http", "loop", "presence", JACKSON)),
            Map.entry("transport", Set.of("hub", "loop", "io.netty")),
            Map.entry("transport.websocket", dialect("net.websocket")),
            Map.entry("transport.sse", dialect()),
            Map.entry(
                    "transport.engineio",
                    Set.of("http", "loop", "access", "net", "net.websocket", "transport", "io.netty")),
            Map.entry("transport.socketio", Set.of("net", "transport", "transport.engineio", JACKSON)),
            Map.entry(
                    "transport.socketio.dialect",
                    dialect("presence", "transport.engineio", "transport.socketio", "net.websocket", JACKSON)),
            Map.entry("git", Set.of()),
            Map.entry("source", Set.of("intake", "loop", "meter")),
            Map.entry("source.git", Set.of("git", "source.files", "intake", "loop", "meter")),
            Map.entry("effect.autocommit", Set.of("git", "effect.snapshots", "intake", "journal", "loop", "meter")),
            Map.entry("effect.snapshots", Set.of("git", "loop")),
            Map.entry("source.files", Set.of("git", "intake", "loop", "meter")),
            Map.entry("fold", Set.of("projection", "intake", "journal", "loop", "meter", "io.micrometer")),
            Map.entry("projection", Set.of("com.fasterxml.jackson.core")),
            Map.entry("projection.work", Set.of("projection")),
            Map.entry("projection.delivery", Set.of("projection", "projection.work")),
            Map.entry("projection.people", Set.of("projection")),
            Map.entry(
                    "projection.risk",
                    Set.of(
                            "projection",
                            "projection.work",
                            "projection.delivery",
                            "projection.people",
                            "projection.flow")),
            Map.entry("projection.layout", Set.of("projection")),
            Map.entry("projection.flow", Set.of("projection", "projection.work")),
            Map.entry("projection.forecast", Set.of("projection.flow", "projection.work")),
            Map.entry(
                    "projection.health",
                    Set.of(
                            "projection",
                            "projection.work",
                            "projection.delivery",
                            "projection.flow",
                            "projection.risk")),
            Map.entry("query", states("fold", "journal")),
            Map.entry("api.snapshot", states("query", "fold", "http", "access")),
            Map.entry("api.work", states("query", "api.snapshot", "fold", "http", "access")),
            Map.entry("api.dashboard", states("query", "api.snapshot", "fold", "http", "access", "meter")),
            Map.entry("command", states("access", "fold", "intake", "journal", JACKSON)),
            Map.entry(
                    "api.command",
                    states(
                            "api.snapshot",
                            "javax.xml.stream",
                            "query",
                            "command",
                            "api.events",
                            "fold",
                            "http",
                            "access",
                            JACKSON)),
            Map.entry(
                    "api.events",
                    Set.of("http", "access", "intake", "journal", "loop", "meter", "com.fasterxml.jackson.core")),
            Map.entry("api.server", Set.of("api.events", "http", "access", "hub", "meter"))));

    private static Set<String> states(String... more) {
        Set<String> all = new TreeSet<>(Set.of(more));
        all.addAll(Set.of(
                "projection",
                "projection.work",
                "projection.delivery",
                "projection.people",
                "projection.risk",
                "projection.layout",
                "projection.flow",
                "projection.forecast",
                "projection.health"));
        return all;
    }

    private static Set<String> dialect(String... more) {
        Set<String> all = new TreeSet<>(Set.of(more));
        all.addAll(Set.of("hub", "access", "http", "net", "loop", "session", "transport", "io.netty"));
        return all;
    }

    @Test
    void everyRoomImportsOnlyWhatTheTableAllows() {
        Set<String> broken = new TreeSet<>();
        for (JavaClass from : CLASSES) {
            String room = room(from.getPackageName());
            if (room.equals("server")) {
                continue;
            }
            Set<String> allowed = MAY_IMPORT.get(room);
            assertThat(allowed).as("the table has no room " + room).isNotNull();
            for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                String target =
                        dependency.getTargetClass().getBaseComponentType().getPackageName();
                if (!isAllowed(room, allowed, target)) {
                    broken.add(room + " -> " + target + " in " + from.getSimpleName());
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void noRoomDependsOnItselfThroughOthers() {
        slices().matching("dev.herald.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheIntakeAppends() {
        Set<String> appending = new TreeSet<>();
        for (JavaClass from : CLASSES) {
            from.getMethodCallsFromSelf().stream()
                    .filter(call -> call.getTarget().getName().equals("append")
                            && call.getTargetOwner().getPackageName().startsWith(BASE + "journal"))
                    .forEach(call -> appending.add(room(from.getPackageName())));
        }
        assertThat(appending).isSubsetOf("intake", "journal.memory", "journal.sqlite");
    }

    private static boolean isAllowed(String room, Set<String> allowed, String target) {
        if (target.isEmpty() || target.equals(BASE + room) || isWithin(EVERYWHERE, target)) {
            return true;
        }
        return target.startsWith(BASE) ? allowed.contains(target.substring(BASE.length())) : isWithin(allowed, target);
    }

    private static boolean isWithin(Set<String> packages, String target) {
        return packages.stream().anyMatch(name -> target.equals(name) || target.startsWith(name + "."));
    }

    private static String room(String packageName) {
        return packageName.substring(BASE.length());
    }
}
