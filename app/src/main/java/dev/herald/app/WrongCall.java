package dev.herald.app;

import dev.herald.server.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said to somebody who called a command wrongly: what is wrong, what is allowed, which help to ask. */
final class WrongCall {
    private static final Pattern NO_NUMBER = Pattern.compile("Invalid value for .*: '(.*)' is not an? (?:int|long)");
    /** More options than these are for the help to list. */
    private static final int OPTIONS_MAX = 16;

    private WrongCall() {}

    /** For commands that are nothing without one of theirs. */
    static ParameterException missing(CommandSpec spec) {
        return new ParameterException(spec.commandLine(), "a command is missing: give " + commands(spec));
    }

    static List<String> lines(ParameterException wrong) {
        CommandSpec command = wrong.getCommandLine().getCommandSpec();
        String help = command.qualifiedName() + " --help";
        List<String> lines = new ArrayList<>();
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            String argument = unmatched.getUnmatched().getFirst();
            lines.add(unmatched.isUnknownOption() ? noOption(command, argument) : noOperand(command, argument));
            lines.add(near(command, argument)
                            .map(name -> "Did you mean " + name + "? ")
                            .orElse("") + "Try: " + help);
            return lines;
        }
        Matcher number = NO_NUMBER.matcher(String.valueOf(wrong.getMessage()));
        lines.add(
                number.matches() && wrong.getArgSpec() != null
                        ? name(wrong.getArgSpec()) + ": \"" + Line.plain(number.group(1), 100)
                                + "\" is not allowed: give a whole number"
                        : Line.plain(String.valueOf(wrong.getMessage())));
        if (wrong instanceof MissingParameterException missing
                && missing.getMissing().size() == 1) {
            ArgSpec argument = missing.getMissing().getFirst();
            String value = argument.isOption() ? ": give it a value, " + argument.paramLabel() : " is missing";
            lines.set(0, name(argument) + value);
        }
        lines.add("Try: " + help);
        return lines;
    }

    private static String noOption(CommandSpec command, String argument) {
        List<OptionSpec> options =
                command.options().stream().filter(option -> !option.hidden()).toList();
        String what = "there is no option " + Line.plain(argument, 100);
        return options.size() > OPTIONS_MAX
                ? what
                : what + ": " + command.qualifiedName() + " takes "
                        + options.stream().map(OptionSpec::longestName).sorted().collect(Collectors.joining(", "));
    }

    private static Optional<String> near(CommandSpec command, String argument) {
        Stream<String> known = argument.startsWith("-")
                ? command.options().stream().map(OptionSpec::longestName)
                : command.subcommands().keySet().stream();
        String name = argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
        return Nearest.to(name, known.collect(Collectors.toSet()));
    }

    private static String noOperand(CommandSpec command, String argument) {
        String shown = "\"" + Line.plain(argument, 100) + "\"";
        if (command.subcommands().isEmpty() || !command.positionalParameters().isEmpty()) {
            return shown + " is one too many for " + command.qualifiedName();
        }
        return shown + " is no command: give " + commands(command);
    }

    /** The names of a command's commands. */
    static String commands(CommandSpec command) {
        List<String> names = command.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(each -> !each.usageMessage().hidden())
                .map(CommandSpec::name)
                .distinct()
                .toList();
        return String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
