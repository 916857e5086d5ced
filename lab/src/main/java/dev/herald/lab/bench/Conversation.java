package dev.herald.lab.bench;

import java.util.List;

/** What one client says over its WebSocket until it hears events, and which messages are events. Runs on its loop. */
interface Conversation {
    /** The client's side of the connection. */
    interface Line {
        void say(String text);

        /** Everything asked for is granted: events may come. */
        void ready();
    }

    /** The WebSocket is open. */
    void onOpen(Line line);

    /**
     * A text message came.
     *
     * @param bytes hold the first {@code length} bytes of it from {@code from} on
     * @return whether it is an event
     */
    boolean onText(Line line, byte[] bytes, int from, int length);

    /** A server that knows no subscriptions: everything is an event. */
    static Conversation mute() {
        return new Conversation() {
            @Override
            public void onOpen(Line line) {
                line.ready();
            }

            @Override
            public boolean onText(Line line, byte[] bytes, int from, int length) {
                return true;
            }
        };
    }

    /** Herald's own dialect: an event begins with {@code {"event_id"}, everything else is control. */
    static Conversation plain(String subscribe) {
        return new Conversation() {
            private int controls;

            @Override
            public void onOpen(Line line) {
                line.say(subscribe);
            }

            @Override
            public boolean onText(Line line, byte[] bytes, int from, int length) {
                boolean isEvent = length > 3 && bytes[from + 2] == 'e' && bytes[from + 3] == 'v';
                // connection_established first, then subscription_confirmed.
                if (!isEvent && ++controls == 2) {
                    line.ready();
                }
                return isEvent;
            }
        };
    }

    /** Engine.IO and Socket.IO in the namespace {@code /}: joins the rooms, and answers pings. */
    static Conversation socketIo(List<String> rooms) {
        return new Conversation() {
            private int joined;

            @Override
            public void onOpen(Line line) {
                // The server speaks first.
            }

            @Override
            public boolean onText(Line line, byte[] bytes, int from, int length) {
                switch (bytes[from]) {
                    case '0' -> line.say("40");
                    case '2' -> line.say("3");
                    case '4' -> {
                        return onMessage(line, bytes, from, length);
                    }
                    default -> throw new IllegalStateException("an unexpected packet " + (char) bytes[from]);
                }
                return false;
            }

            private boolean onMessage(Line line, byte[] bytes, int from, int length) {
                switch (bytes[from + 1]) {
                    case '0' -> join(line);
                    case '2' -> {
                        // ["custom.bench" and not ["connection_established" or ["health_check".
                        return length > 5 && bytes[from + 4] == 'c' && bytes[from + 5] == 'u';
                    }
                    case '3' -> {
                        joined++;
                        if (joined == rooms.size()) {
                            line.ready();
                        } else {
                            join(line);
                        }
                    }
                    default -> throw new IllegalStateException("refused: 4" + (char) bytes[from + 1]);
                }
                return false;
            }

            private void join(Line line) {
                line.say(SocketIo.join(rooms.get(joined)));
            }
        };
    }
}
