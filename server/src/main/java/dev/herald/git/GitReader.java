package dev.herald.git;

import java.io.IOException;
import java.io.InputStream;

/** Takes what git writes. Blocks as long as it likes, within the command's timeout. */
@FunctionalInterface
public interface GitReader {
    void read(InputStream output) throws IOException;
}
