package dev.herald.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** Standard output byte for byte, which fails when nobody reads it any more. One thread. */
final class StandardOutput extends OutputStream {
    private final PrintStream stream = System.out;

    @Override
    public void write(int b) throws IOException {
        stream.write(b);
        check();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        stream.write(bytes, offset, length);
        check();
    }

    @Override
    public void flush() throws IOException {
        check();
    }

    /** Whether its reader has gone. */
    boolean isClosed() {
        return stream.checkError();
    }

    private void check() throws IOException {
        if (isClosed()) {
            throw new IOException("nobody reads the output any more");
        }
    }
}
