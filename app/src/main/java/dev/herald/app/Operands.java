package dev.herald.app;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command's operands before and after {@code --}: names of something, and paths.
 *
 * @param names at most as many as the command has
 * @param paths all after the separator
 */
record Operands(List<String> names, List<String> paths) {
    private static final String SEPARATOR = "--";

    /** The parser has dropped the separator, but kept what was written. */
    static Operands of(CommandSpec spec, List<String> all, int namesMax) {
        List<String> written = spec.commandLine().getParseResult().originalArgs();
        int separator = written.indexOf(SEPARATOR);
        int paths = separator < 0 ? 0 : written.size() - separator - 1;
        List<String> names = all.subList(0, all.size() - paths);
        if (names.size() > namesMax) {
            throw CommandFailure.usage(List.of("\"" + Line.plain(names.get(namesMax)) + "\" is one too many: paths come"
                    + " after --, such as: -- " + Line.plain(names.get(namesMax))));
        }
        return new Operands(names, all.subList(all.size() - paths, all.size()));
    }
}
