package dev.herald.lab.bench;

/** The packets that clients of the measurements send. */
final class SocketIo {
    static final String ROOM = "project:" + Payload.PROJECT;

    private SocketIo() {}

    /** Asks to be in the room, and to be told so. */
    static String join(String room) {
        return "420[\"subscribe\",{\"room\":\"" + room + "\"}]";
    }
}
