package dev.herald.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What this program was built from. */
record Build(String version, String commit) {
    static Build current() {
        Properties properties = new Properties();
        try (InputStream file = Build.class.getResourceAsStream("version.properties")) {
            if (file == null) {
                throw new IllegalStateException("version.properties is missing beside " + Build.class);
            }
            properties.load(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new Build(properties.getProperty("version"), properties.getProperty("commit"));
    }

    /** One line: the version, the commit, the Java that runs it. */
    String line() {
        return "herald " + version + " (commit " + commit + ", Java " + System.getProperty("java.vm.version") + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ")";
    }
}
