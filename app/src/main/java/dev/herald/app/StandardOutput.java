package dev.herald.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Standard output byte for byte, which says when it takes nothing more; the platform's own swallows that, and a command
 * would go on writing to nobody for ever. One thread.
 */
final class StandardOutput extends OutputStream {
    private final PrintStream stream;

    StandardOutput() {
        this(System.out);
    }

    StandardOutput(PrintStream stream) {
        this.stream = stream;
    }

    /** For lines; each goes out at once. Throws {@link UncheckedIOException} of an {@link OutputException}. */
    static PrintWriter printer() {
        return new StandardOutput()
                .lines(Charset.forName(
                        System.getProperty("stdout.encoding", StandardCharsets.UTF_8.name()), StandardCharsets.UTF_8));
    }

    PrintWriter lines(Charset charset) {
        return new PrintWriter(new Outspoken(new OutputStreamWriter(this, charset)), true);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        stream.write(bytes, offset, length);
        if (stream.checkError()) {
            throw new OutputException(isPipe());
        }
    }

    /** A disk that is full is one thing, a reader that has gone another: a pipe is no file that has a path. */
    private static boolean isPipe() {
        try {
            return Path.of("/dev/fd/1").toRealPath().toString().isEmpty();
        } catch (IOException noPath) {
            return true;
        }
    }

    /** A {@link PrintWriter} hides what a writer throws, unless it is unchecked. */
    private static final class Outspoken extends Writer {
        private final Writer writer;

        Outspoken(Writer writer) {
            this.writer = writer;
        }

        @Override
        public void write(char[] text, int offset, int length) {
            try {
                writer.write(text, offset, length);
            } catch (IOException refused) {
                throw new UncheckedIOException(refused);
            }
        }

        @Override
        public void flush() {
            try {
                writer.flush();
            } catch (IOException refused) {
                throw new UncheckedIOException(refused);
            }
        }

        @Override
        public void close() {
            flush();
        }
    }
}
