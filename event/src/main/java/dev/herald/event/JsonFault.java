package dev.herald.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;

/**
 * What a parser of JSON found, in words of our own that mean something to who sent it. Nothing of the parser's text is
 * handed on: it speaks of its options and classes, and repeats what was sent. Any thread.
 */
public final class JsonFault {
    private JsonFault() {}

    /** What is wrong, without where. */
    public static String words(JsonProcessingException fault) {
        String found = String.valueOf(fault.getOriginalMessage());
        return switch (fault) {
            case StreamConstraintsException _ -> beyond(found);
            case JsonEOFException _ -> "it ends in the middle";
            default ->
                found.startsWith("Duplicate") ? "a member's name stands twice in one object" : "the syntax is wrong";
        };
    }

    private static String beyond(String found) {
        if (found.contains("nesting depth")) {
            return "objects and arrays are nested too deeply";
        }
        if (found.contains("Number")) {
            return "a number has too many digits";
        }
        return found.contains("Name") ? "a member's name is too long" : "a text is too long";
    }
}
