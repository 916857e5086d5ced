package dev.herald.app;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The program as it was called ({@code herald}, {@code ./herald}, a path), so that a hint can be typed as it is shown.
 * The launcher says it.
 */
record Called(String name) {
    private static final Pattern IN_TEXT = Pattern.compile(
            "(?<![\\w./-])(?:\\./)?herald(?= (?:serve|tail|publish|watch|snapshots?|token|version|--help)\\b)");
    private static final Pattern PLAIN = Pattern.compile("[\\w./~+:@%-]+");

    static Called current() {
        return new Called(System.getProperty("herald.called", "herald"));
    }

    /** As somebody types it. */
    String typed() {
        return PLAIN.matcher(name).matches() ? name : "'" + Line.plain(name).replace("'", "'\\''") + "'";
    }

    /** The text with its hints ("herald tail") as they are typed here. */
    String in(String text) {
        return IN_TEXT.matcher(text).replaceAll(Matcher.quoteReplacement(typed()));
    }

    /** Names the program so in the help of a command and of those below it. */
    void nameIn(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.footer(all(usage.footer()));
        usage.description(all(usage.description()));
        usage.customSynopsis(all(usage.customSynopsis()));
        command.getSubcommands().values().forEach(this::nameIn);
    }

    private String[] all(String[] lines) {
        return Stream.of(lines).map(this::in).toArray(String[]::new);
    }
}
