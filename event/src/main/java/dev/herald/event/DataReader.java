package dev.herald.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Copies {@code data} token by token into its compact form and remembers the fields that rules name. The type need not
 * be known yet, since members come in any order. A number's digits are copied as they are.
 */
final class DataReader {
    private final JsonParser json;
    private final JsonBytes out;
    private final Facts facts = new Facts();
    private boolean hasTimestamp;
    private boolean hasProject;

    /** The copy is never longer than the original, so {@code lengthMax} is its length. */
    DataReader(JsonParser json, int lengthMax) {
        this.json = json;
        this.out = new JsonBytes(lengthMax);
    }

    Facts facts() {
        return facts;
    }

    EncodedData encoded() {
        return new EncodedData(out.toArray(), hasTimestamp, hasProject);
    }

    /** Reads the members of the object whose start is the current token. */
    void onObject() throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            boolean isTimestamp = name.equals("timestamp");
            boolean isProject = name.equals("project_id");
            if (token == JsonToken.VALUE_NULL && (isTimestamp || isProject)) {
                // Null says the same as absence here, and what is absent is filled in when the event gets its place.
                continue;
            }
            hasTimestamp |= isTimestamp;
            hasProject |= isProject;
            if (out.size() > 0) {
                out.raw(',');
            }
            out.string(name);
            out.raw(':');
            onMember(name, token);
        }
    }

    private void onMember(String name, JsonToken token) throws IOException {
        boolean isNamed = FieldTable.isNamed(name);
        if (token.isStructStart()) {
            int size = copyStructure();
            if (isNamed) {
                Value.Kind kind = token == JsonToken.START_OBJECT ? Value.Kind.OBJECT : Value.Kind.ARRAY;
                facts.add(new Value(name, kind, "", size));
            }
            return;
        }
        copyScalar(token);
        if (isNamed) {
            facts.add(scalar(name, token));
        }
    }

    private Value scalar(String name, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> new Value(name, Value.Kind.TEXT, json.getText(), 0);
            case VALUE_NUMBER_INT -> new Value(name, Value.Kind.WHOLE_NUMBER, json.getText(), 0);
            case VALUE_NUMBER_FLOAT -> new Value(name, Value.Kind.DECIMAL_NUMBER, json.getText(), 0);
            case VALUE_TRUE, VALUE_FALSE -> new Value(name, Value.Kind.FLAG, "", 0);
            case VALUE_NULL -> new Value(name, Value.Kind.NOTHING, "", 0);
            case START_OBJECT, END_OBJECT, START_ARRAY, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("no scalar: " + token);
        };
    }

    /** Copies the object or array that starts here; returns how many members or elements it has. */
    private int copyStructure() throws IOException {
        int depth = 0;
        int size = 0;
        boolean needsComma = false;
        JsonToken token = json.currentToken();
        boolean isArray = token == JsonToken.START_ARRAY;
        while (true) {
            if (token.isStructEnd()) {
                out.raw(token == JsonToken.END_OBJECT ? '}' : ']');
                needsComma = true;
                if (--depth == 0) {
                    return size;
                }
            } else {
                if (needsComma) {
                    out.raw(',');
                }
                boolean isName = token == JsonToken.FIELD_NAME;
                boolean isElement = depth == 1 && (isArray || isName);
                if (isName) {
                    out.string(json.currentName());
                    out.raw(':');
                    needsComma = false;
                } else if (token.isStructStart()) {
                    out.raw(token == JsonToken.START_OBJECT ? '{' : '[');
                    depth++;
                    needsComma = false;
                } else {
                    copyScalar(token);
                    needsComma = true;
                }
                size += isElement ? 1 : 0;
            }
            token = json.nextToken();
        }
    }

    private void copyScalar(JsonToken token) throws IOException {
        switch (token) {
            case VALUE_STRING -> out.string(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                out.ascii(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
            case VALUE_TRUE -> out.ascii("true");
            case VALUE_FALSE -> out.ascii("false");
            case VALUE_NULL -> out.ascii("null");
            case START_OBJECT, END_OBJECT, START_ARRAY, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("no scalar: " + token);
        }
    }
}
