package dev.herald.app;

import dev.herald.event.KnownType;
import dev.herald.server.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The names of event types: for the help, and for somebody who wrote one that there is not. */
final class TypeNames {
    /** Fits the narrowest help. */
    private static final int LINE_LENGTH_MAX = 58;

    /** As the server says it: with the whole table, which is for programs. */
    private static final Pattern UNKNOWN =
            Pattern.compile("unknown event type \"(.*?)\"; known are .*?custom\\.<name>");

    private TypeNames() {}

    /** Lists all types in the help of a command, each in one piece. */
    static void listIn(UsageMessageSpec help) {
        List<String> lines = new ArrayList<>(List.of(help.footer()));
        lines.addAll(List.of("", "Types: custom.<name>, and"));
        StringBuilder line = new StringBuilder(" ");
        for (String name : KnownType.wireNames()) {
            if (line.length() + name.length() + 1 > LINE_LENGTH_MAX) {
                lines.add(line.toString());
                line = new StringBuilder(" ");
            }
            line.append(' ').append(name);
        }
        lines.add(line.toString());
        help.footer(lines.toArray(String[]::new));
    }

    /** What a type may be called, after a name that is none. */
    static String advice(String written) {
        return Nearest.to(written, KnownType.wireNames())
                        .map(name -> "did you mean " + name + "? ")
                        .orElse("")
                + "\"herald publish --help\" lists all types; one of your own is custom.<name>";
    }

    /** The same in place of the table, in what a server said. */
    static String in(String detail) {
        Matcher unknown = UNKNOWN.matcher(detail);
        return unknown.replaceAll(found -> Matcher.quoteReplacement(
                "there is no event type \"" + found.group(1) + "\": " + advice(found.group(1))));
    }
}
