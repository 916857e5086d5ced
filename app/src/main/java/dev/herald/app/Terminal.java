package dev.herald.app;

import java.util.Map;

/** Whether somebody looks at the output, and likes colours. */
record Terminal(boolean isInteractive, boolean isColoured) {
    static Terminal current() {
        return of(System.console() != null && System.console().isTerminal(), System.getenv());
    }

    /** See no-color.org: any value but an empty one means no colours. */
    static Terminal of(boolean isTerminal, Map<String, String> environment) {
        boolean isRefused = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        return new Terminal(isTerminal, isTerminal && !isRefused);
    }

    enum Colour {
        DIM("2"),
        RED("31"),
        GREEN("32"),
        YELLOW("33"),
        BLUE("34"),
        MAGENTA("35"),
        CYAN("36");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }

    String in(Colour colour, String text) {
        return isColoured ? "\u001b[" + colour.code + "m" + text + "\u001b[0m" : text;
    }
}
