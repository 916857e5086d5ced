package dev.herald.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.regex.Pattern;

/** What a parser of JSON says, in words that mean something to who sent it. Any thread. */
public final class JsonFault {
    /** The parser's advice to programmers: its options and classes. */
    private static final Pattern ADVICE =
            Pattern.compile(": enable `.*| \\(start marker at .*|, from `StreamReadConstraints[^`]*`");

    private JsonFault() {}

    /** What is wrong with the syntax, without where and without a word about classes; not bounded. */
    public static String words(JsonProcessingException fault) {
        return ADVICE.matcher(String.valueOf(fault.getOriginalMessage())).replaceFirst("");
    }
}
