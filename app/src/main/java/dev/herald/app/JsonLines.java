package dev.herald.app;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/** A JSON object a line, in which what an entry says in pairs is fields of the object, as searches want them. */
final class JsonLines extends EncoderBase<ILoggingEvent> {
    private static final byte[] END = "}\n".getBytes(StandardCharsets.US_ASCII);

    private static final Pattern COMMANDING =
            Pattern.compile("[\\x7f-\\x9f[\\p{Cf}&&[\\u0080-\\uffff]]\\p{Zl}\\p{Zp}]");

    private final JsonEncoder bare = new JsonEncoder();

    JsonLines() {
        bare.setWithContext(false);
        bare.setWithSequenceNumber(false);
        bare.setWithNanoseconds(false);
        bare.setWithMessage(false);
        bare.setWithArguments(false);
        bare.setWithFormattedMessage(true);
        bare.setWithKVPList(false);
    }

    @Override
    public void start() {
        bare.setContext(getContext());
        bare.start();
        super.start();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return harmless(whole(event));
    }

    /** The same object, in which no control character and no mark of direction stands as itself. */
    private static byte[] harmless(byte[] line) {
        String text = new String(line, 0, line.length - 1, StandardCharsets.UTF_8);
        if (!COMMANDING.matcher(text).find()) {
            return line;
        }
        // Beyond ASCII nothing stands in a JSON object but in its texts, where an escape means the same.
        String escaped = COMMANDING
                .matcher(text)
                .replaceAll(found -> "\\\\u"
                        + String.format(Locale.ROOT, "%04x", (int) found.group().charAt(0)));
        return (escaped + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private byte[] whole(ILoggingEvent event) {
        byte[] line = bare.encode(event);
        if (event.getKeyValuePairs() == null || event.getKeyValuePairs().isEmpty()) {
            return line;
        }
        StringBuilder fields = new StringBuilder();
        for (KeyValuePair pair : event.getKeyValuePairs()) {
            fields.append(',').append(quoted(pair.key)).append(':').append(value(pair.value));
        }
        byte[] added = fields.toString().getBytes(StandardCharsets.UTF_8);
        int end = line.length;
        while (line[end - 1] != '}') {
            end--;
        }
        byte[] whole = Arrays.copyOf(line, end - 1 + added.length + END.length);
        System.arraycopy(added, 0, whole, end - 1, added.length);
        System.arraycopy(END, 0, whole, whole.length - END.length, END.length);
        return whole;
    }

    private static String value(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Integer number -> number.toString();
            case Long number -> number.toString();
            case Boolean fact -> fact.toString();
            default -> quoted(value.toString());
        };
    }

    private static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }

    @Override
    public byte @Nullable [] headerBytes() {
        return null;
    }

    @Override
    public byte @Nullable [] footerBytes() {
        return null;
    }
}
