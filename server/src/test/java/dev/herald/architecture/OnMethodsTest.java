package dev.herald.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.herald.loop.Loop;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A method named {@code on…} runs on a loop and checks that it does, itself or by a method of its own class. Only those of
 * the interfaces below need not: who calls them is of the same room, and has checked.
 */
class OnMethodsTest {
    private static final String BASE = "dev.herald.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.herald");

    /** Rooms that keep the rule; each is added when it does. */
    private static final Set<String> KEPT = Set.of(
            "hub",
            "loop",
            "meter",
            "journal",
            "intake",
            "net",
            "net.http1",
            "net.http2",
            "net.websocket",
            "presence",
            "session",
            "transport",
            "transport.engineio",
            "transport.socketio",
            "transport.socketio.dialect",
            "transport.sse",
            "transport.websocket");

    private static final Set<String> CALLED_BY_WHO_HAS_CHECKED =
            Set.of(BASE + "hub.JournalReads$Asking", BASE + "hub.JournalReads$Looking", BASE + "hub.Delivery$Seeking");

    @Test
    void whatIsNamedOnChecksItsLoop() {
        Set<String> unchecked = new TreeSet<>();
        for (JavaClass each : CLASSES) {
            if (KEPT.contains(each.getPackageName().substring(BASE.length()))) {
                each.getMethods().stream()
                        .filter(OnMethodsTest::claims)
                        .filter(method -> !isCalledByWhoHasChecked(method) && !checks(method, 1))
                        .forEach(method -> unchecked.add(method.getFullName()));
            }
        }
        assertThat(unchecked).isEmpty();
    }

    private static boolean claims(JavaMethod method) {
        // What an interface says by default does nothing.
        return method.getName().matches("on[A-Z].*")
                && !method.getOwner().isInterface()
                && !method.getModifiers().contains(JavaModifier.ABSTRACT)
                && !method.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    private static boolean isCalledByWhoHasChecked(JavaMethod method) {
        return method.getOwner().getAllRawInterfaces().stream()
                .filter(known -> CALLED_BY_WHO_HAS_CHECKED.contains(known.getName()))
                .anyMatch(known -> known.getMethods().stream()
                        .anyMatch(told -> told.getName().equals(method.getName())));
    }

    private static boolean checks(JavaMethod method, int depth) {
        return method.getMethodCallsFromSelf().stream()
                .anyMatch(call ->
                        call.getName().equals("check") && call.getTargetOwner().isAssignableTo(Loop.class)
                                || depth > 0
                                        && call.getTargetOwner().equals(method.getOwner())
                                        && call.getTarget()
                                                .resolveMember()
                                                .filter(called -> checks(called, depth - 1))
                                                .isPresent());
    }
}
