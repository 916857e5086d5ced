package dev.herald.lab.conformance;

import dev.herald.transport.engineio.EngineApplication;
import dev.herald.transport.engineio.EngineSession;

/** Each Engine.IO message, text or binary, comes back as it is. Runs on the session's loop. */
record EngineEcho(EngineSession session) implements EngineApplication {
    @Override
    public void onText(String message) {
        session.say(message);
    }

    @Override
    public void onBinary(byte[] message) {
        session.say(message);
    }

    @Override
    public void onWritable() {
        // Has no bulk to write.
    }

    @Override
    public void onTransport() {
        // Prepares nothing.
    }

    @Override
    public void onTime() {
        // Waits for nothing.
    }

    @Override
    public void onClose(String reason, boolean isAbrupt) {
        // Holds nothing.
    }
}
