package dev.herald.event;

/**
 * Where the members of an event's canonical JSON stand, for another layout of the same event. Each part is the member's
 * whole JSON value, quotes included. Found without reading the data.
 *
 * @param json the canonical JSON; nobody writes to it
 * @param idFrom of the event's id; -1 for a live message, which has none
 */
public record CanonicalParts(
        byte[] json,
        int idFrom,
        int idTo,
        int typeFrom,
        int typeTo,
        int projectFrom,
        int projectTo,
        int sourceFrom,
        int sourceTo,
        int momentFrom,
        int momentTo,
        int dataFrom,
        int dataTo) {
    private static final int NONE = -1;
    private static final int ID_KEY = "{\"event_id\":".length();
    private static final int TYPE_KEY = ",\"type\":".length();
    private static final int PROJECT_KEY = ",\"project_id\":".length();
    private static final int SOURCE_KEY = ",\"source\":".length();
    private static final int TIMESTAMP_KEY = ",\"timestamp\":".length();
    private static final int MOMENT_KEY = ",\"iso_timestamp\":".length();
    private static final int CAUSE_KEY = ",\"cause\":".length();
    private static final int DATA_KEY = ",\"data\":".length();

    /** @throws IllegalArgumentException for other bytes, which is a broken invariant: only canonical JSON is kept */
    public static CanonicalParts of(byte[] json) {
        int typeText = Canonical.typeFrom(json);
        int typeFrom = typeText - 1;
        int typeTo = stringTo(json, typeFrom);
        boolean hasId = typeFrom > ID_KEY;
        int idFrom = hasId ? ID_KEY : NONE;
        int idTo = hasId ? typeFrom - TYPE_KEY : NONE;
        int projectFrom = typeTo + PROJECT_KEY;
        int projectTo = json[projectFrom] == '"' ? stringTo(json, projectFrom) : projectFrom + "null".length();
        int sourceFrom = projectTo + SOURCE_KEY;
        int sourceTo = stringTo(json, sourceFrom);
        int at = sourceTo + TIMESTAMP_KEY;
        while (json[at] != ',') {
            at++;
        }
        int momentFrom = at + MOMENT_KEY;
        int momentTo = stringTo(json, momentFrom);
        boolean hasCause = json[momentTo + 2] == 'c';
        int beforeData = hasCause ? stringTo(json, momentTo + CAUSE_KEY) : momentTo;
        return new CanonicalParts(
                json,
                idFrom,
                idTo,
                typeFrom,
                typeTo,
                projectFrom,
                projectTo,
                sourceFrom,
                sourceTo,
                momentFrom,
                momentTo,
                beforeData + DATA_KEY,
                json.length - 1);
    }

    public boolean hasId() {
        return idFrom != NONE;
    }

    /** After the closing quote of the string that begins here. */
    private static int stringTo(byte[] json, int from) {
        int at = from + 1;
        while (json[at] != '"') {
            at += json[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }
}
