package dev.herald.server;

import java.util.List;

/** What became of reading the settings: all of them, or why the server does not start. */
public sealed interface LoadedSettings {
    /** @param notes what somebody should know, such as a variable that has no effect; one line each */
    record Ready(Settings settings, List<String> notes) implements LoadedSettings {
        public Ready {
            notes = List.copyOf(notes);
        }
    }

    /** @param problems one line each: the setting, the value, where it comes from and what is allowed */
    record Refused(List<String> problems) implements LoadedSettings {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
