package dev.herald.command;

import dev.herald.event.Fault;
import dev.herald.projection.Members;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with what was asked, beyond what an event's own checks find. One thread. */
final class Checks {
    private static final int FAULTS_MAX = 32;
    private static final int SHOWN_LENGTH_MAX = 80;
    private static final int NAME_LENGTH_MAX = 256;

    private final Members asked;
    private final List<Fault> faults = new ArrayList<>();

    Checks(Members asked) {
        this.asked = asked;
    }

    List<Fault> faults() {
        return faults;
    }

    /** What was found, else this; the faults of both where this is refused for faults as well. */
    Decision orElse(Decision decision) {
        if (faults.isEmpty()) {
            return decision;
        }
        List<Fault> all = new ArrayList<>(faults);
        if (decision instanceof Decision.Denied(Denial denial)) {
            switch (denial) {
                case Denial.Forbidden _ -> {
                    return decision;
                }
                case Denial.Invalid(List<Fault> more) -> all.addAll(more);
                default -> {
                    // What is asked is wrong whatever else is.
                }
            }
        }
        return new Decision.Denied(new Denial.Invalid(all));
    }

    void add(String pointer, String detail) {
        if (faults.size() < FAULTS_MAX) {
            faults.add(new Fault(pointer, detail));
        }
    }

    /** No other members are there: what is not kept is refused, so that nothing is lost silently. */
    void onlyKnown(Set<String> known) {
        for (String name : asked.all().keySet()) {
            if (!known.contains(name)) {
                add("/" + segment(shown(name)), "is not known here: " + String.join(", ", known) + " are");
            }
        }
    }

    /** Names in an order that people can read. */
    static Set<String> names(String... names) {
        return new LinkedHashSet<>(List.of(names));
    }

    /** A text with something in it. */
    void hasText(String name, boolean isRequired) {
        if (!asked.has(name)) {
            if (isRequired) {
                add("/" + name, "is required");
            }
            return;
        }
        String text = asked.text(name);
        if (text == null || text.isBlank()) {
            add("/" + name, "must be a text that is not empty");
        }
    }

    /** It says the same as the path does, where it says it. */
    void agrees(String name, String path) {
        if (asked.has(name) && !path.equals(asked.reference(name))) {
            add("/" + name, "contradicts the path, which says " + shown(path));
        }
    }

    /** One of these, where it is there. */
    void isOneOf(String name, Set<String> choices) {
        if (asked.has(name)) {
            String text = asked.text(name);
            if (text == null || !choices.contains(text)) {
                add("/" + name, "must be one of " + String.join(", ", choices));
            }
        }
    }

    /** Each element of an array is a name, or a number as one; null stands for none. */
    void areNames(String name, boolean isNumberToo) {
        int index = 0;
        for (Object element : asked.list(name)) {
            boolean isName = element instanceof String text && !text.isEmpty() && text.length() <= NAME_LENGTH_MAX;
            if (!isName && !(isNumberToo && element instanceof Long number && number >= 0)) {
                add("/" + name + "/" + index, "must be a text of 1 to " + NAME_LENGTH_MAX + " characters");
            }
            index++;
        }
    }

    static String shown(@Nullable String text) {
        String of = String.valueOf(text);
        return of.length() > SHOWN_LENGTH_MAX ? of.substring(0, SHOWN_LENGTH_MAX) + "…" : of;
    }

    static String segment(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
