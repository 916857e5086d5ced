package dev.herald.event;

/**
 * The members of an event's {@code data}, checked and encoded once: UTF-8 JSON without the enclosing braces, numbers in
 * the publisher's own digits.
 *
 * @param members {@code "a":1,"b":"x"}; may be empty. Nobody writes to it
 * @param hasTimestamp whether {@code timestamp} is among them
 * @param hasProject whether {@code project_id} is among them
 */
public record EncodedData(byte[] members, boolean hasTimestamp, boolean hasProject) {
    public int length() {
        return members.length;
    }
}
