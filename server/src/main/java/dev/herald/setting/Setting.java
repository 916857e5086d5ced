package dev.herald.setting;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One setting, declared once, beside the record that holds its value, under one name everywhere: {@code --some-name} as a flag, {@code HERALD_SOME_NAME} in the environment,
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

    public static <T> Setting<T> one(String name, Form<T> form, String standard, String description) {
        return new Setting<>(name, List.of(), form, standard, null, false, description);
    }

    public static <T> Setting<T> optional(String name, Form<T> form, String description) {
        return new Setting<>(name, List.of(), form, null, null, false, description);
    }

    public static <T> Setting<T> many(String name, Form<T> form, String separator, String description) {
        return new Setting<>(name, List.of(), form, null, separator, false, description);
    }

    public Setting<T> hidden() {
        return new Setting<>(name, otherNames, form, standard, separator, true, description);
    }

    public Setting<T> alsoNamed(String... names) {
        return new Setting<>(name, List.of(names), form, standard, separator, isSecret, description);
    }

    /**
     * The settings that rooms declare: the constants of these classes, in the order of their classes and of their lines.
     * To declare one is all it takes to be in the help, the table and the file.
     */
    public static List<Setting<?>> declaredIn(Class<?>... holders) {
        List<Setting<?>> declared = new ArrayList<>();
        for (Class<?> holder : holders) {
            for (Field field : holder.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && field.getType() == Setting.class) {
                    declared.add(constant(field));
                }
            }
        }
        return List.copyOf(declared);
    }

    private static Setting<?> constant(Field field) {
        try {
            field.setAccessible(true);
            return (Setting<?>) field.get(null);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("a constant can be read: " + field, impossible);
        }
    }

    /** The value where nobody gives one. */
    public T standardValue(Path base) {
        if (standard == null) {
            throw new IllegalStateException(name + " has no standard value");
        }
        return form.read(standard, base)
                .orElseThrow(() -> new IllegalStateException(name + " does not allow its standard value"));
    }
}
