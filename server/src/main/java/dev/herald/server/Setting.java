package dev.herald.server;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One setting, under one name everywhere: {@code --some-name} as a flag, {@code HERALD_SOME_NAME} in the environment,
 * {@code some-name} in herald.yaml.
 *
 * @param name lower case, words joined by hyphens
 * @param otherNames more environment names for it, weaker than its own
 * @param form how its value is written
 * @param standard the value where nobody gives one, as it would be written; null for none
 * @param separator what separates several values in the environment; null where there is only one value
 * @param isSecret whether its value is never shown
 * @param description one sentence for the help and the table
 * @param <T> what a value reads to
 */
public record Setting<T>(
        String name,
        List<String> otherNames,
        Form<T> form,
        @Nullable String standard,
        @Nullable String separator,
        boolean isSecret,
        String description) {
    public Setting {
        otherNames = List.copyOf(otherNames);
    }

    public String flag() {
        return "--" + name;
    }

    public String environmentName() {
        return "HERALD_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** What may be given, with the unit. */
    public String allowed() {
        return form.allowed();
    }

    /** Whether the flag alone, without a value, means {@code on}. */
    public boolean isSwitch() {
        return form.isSwitch();
    }

    public boolean isRepeatable() {
        return separator != null;
    }

    static <T> Setting<T> one(String name, Form<T> form, String standard, String description) {
        return new Setting<>(name, List.of(), form, standard, null, false, description);
    }

    static <T> Setting<T> optional(String name, Form<T> form, String description) {
        return new Setting<>(name, List.of(), form, null, null, false, description);
    }

    static <T> Setting<T> many(String name, Form<T> form, String separator, String description) {
        return new Setting<>(name, List.of(), form, null, separator, false, description);
    }

    Setting<T> hidden() {
        return new Setting<>(name, otherNames, form, standard, separator, true, description);
    }

    Setting<T> alsoNamed(String... names) {
        return new Setting<>(name, List.of(names), form, standard, separator, isSecret, description);
    }
}
