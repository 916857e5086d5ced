package dev.herald.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A herald.yaml: names and values, lists where there are several. Its problems are lines for {@link LoadedSettings}. */
record ConfigurationFile(Path path, Map<String, List<String>> values, List<String> problems) {
    /** Nobody writes a larger one by hand. */
    static final int BYTES_MAX = 1 << 20;

    ConfigurationFile {
        values = Map.copyOf(values);
        problems = List.copyOf(problems);
    }

    static ConfigurationFile none(Path directory) {
        return new ConfigurationFile(directory.resolve("herald.yaml"), Map.of(), List.of());
    }

    /** Where relative paths in it start. */
    Path base() {
        Path parent = path.toAbsolutePath().getParent();
        return parent == null ? path : parent;
    }

    static ConfigurationFile read(Path path) {
        try {
            if (Files.size(path) > BYTES_MAX) {
                return broken(path, path + " is larger than " + BYTES_MAX + " bytes: is it the right file?");
            }
            byte[] yaml = Files.readAllBytes(path);
            YAMLMapper mapper = YAMLMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();
            try (MappingIterator<Object> documents =
                    mapper.readerFor(Object.class).readValues(yaml)) {
                Object members = documents.hasNextValue() ? documents.nextValue() : null;
                if (documents.hasNextValue()) {
                    return broken(path, path + " has more than one document (`---`): keep one");
                }
                return switch (members) {
                    case null -> new ConfigurationFile(path, Map.of(), List.of());
                    case Map<?, ?> map -> of(path, map);
                    case Object other ->
                        broken(path, path + " is not a list of `name: value` lines but starts with " + kind(other));
                };
            }
        } catch (JsonProcessingException malformed) {
            String where = malformed.getLocation() == null
                    ? ""
                    : " line " + malformed.getLocation().getLineNr();
            String what = Optional.ofNullable(malformed.getOriginalMessage()).orElse("not understood");
            return broken(
                    path,
                    path + where + " is not a list of `name: value` lines: "
                            + what.lines().findFirst().orElse(""));
        } catch (IOException unreadable) {
            return broken(path, path + " cannot be read: " + reason(unreadable));
        }
    }

    private static ConfigurationFile of(Path path, Map<?, ?> members) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        members.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (value instanceof List<?> several) {
                if (several.stream().allMatch(ConfigurationFile::isScalar)) {
                    values.put(
                            name, several.stream().map(ConfigurationFile::text).toList());
                } else {
                    problems.add(name + " in " + path + " must be a list of plain values");
                }
            } else if (isScalar(value)) {
                values.put(name, List.of(text(value)));
            } else if (value != null) {
                problems.add(name + " in " + path + " must be a plain value: settings are not nested");
            }
        });
        return new ConfigurationFile(path, values, problems);
    }

    private static ConfigurationFile broken(Path path, String problem) {
        return new ConfigurationFile(path, Map.of(), List.of(problem));
    }

    private static String kind(Object value) {
        return value instanceof List<?> ? "a list" : "a plain value";
    }

    /** YAML takes an unquoted {@code off} for false; settings have the words that were meant. */
    private static String text(@Nullable Object scalar) {
        return scalar instanceof Boolean fact ? fact ? "on" : "off" : String.valueOf(scalar);
    }

    private static boolean isScalar(@Nullable Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean;
    }

    private static String reason(IOException failure) {
        return failure instanceof java.nio.file.NoSuchFileException ? "there is no such file" : failure.toString();
    }
}
