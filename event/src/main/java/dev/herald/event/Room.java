package dev.herald.event;

import java.util.Optional;

/**
 * Where an event is heard: {@code global}, {@code project:<id>}, {@code user:<id>} or {@code agent:<id>}.
 *
 * @param kind which of the four
 * @param id matches {@code [A-Za-z0-9._-]{1,128}}; empty for {@code global}
 */
public record Room(Kind kind, String id) {
    public static final Room GLOBAL = new Room(Kind.GLOBAL, "");
    private static final int ID_MAX = 128;

    public enum Kind {
        GLOBAL,
        PROJECT,
        USER,
        AGENT
    }

    public Room {
        if (kind == Kind.GLOBAL ? !id.isEmpty() : !isId(id)) {
            throw new IllegalArgumentException("a room's id matches [A-Za-z0-9._-]{1,128}");
        }
    }

    public static Room project(ProjectId project) {
        return new Room(Kind.PROJECT, project.value());
    }

    public static Room user(String id) {
        return new Room(Kind.USER, id);
    }

    public static Room agent(String id) {
        return new Room(Kind.AGENT, id);
    }

    /** Reads a room's name as clients write it; empty for anything else. */
    public static Optional<Room> parse(String text) {
        if (text.equals("global")) {
            return Optional.of(GLOBAL);
        }
        int colon = text.indexOf(':');
        if (colon < 0 || !isId(text.substring(colon + 1))) {
            return Optional.empty();
        }
        String id = text.substring(colon + 1);
        return switch (text.substring(0, colon)) {
            case "project" -> Optional.of(new Room(Kind.PROJECT, id));
            case "user" -> Optional.of(new Room(Kind.USER, id));
            case "agent" -> Optional.of(new Room(Kind.AGENT, id));
            default -> Optional.empty();
        };
    }

    /** Whether the text matches {@code [A-Za-z0-9._-]{1,128}}. */
    public static boolean isId(String text) {
        if (text.isEmpty() || text.length() > ID_MAX) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean allowed = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '.'
                    || c == '_'
                    || c == '-';
            if (!allowed) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case GLOBAL -> "global";
            case PROJECT -> "project:" + id;
            case USER -> "user:" + id;
            case AGENT -> "agent:" + id;
        };
    }
}
