package dev.herald.app;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** What went wrong with a file, in words: the platform's messages are often no more than a path. */
final class Trouble {
    private Trouble() {}

    static String of(@Nullable Throwable failure) {
        return Line.plain(
                switch (failure) {
                    case null -> "it is not known why";
                    case NoSuchFileException missing -> missing.getFile() + " is missing";
                    case AccessDeniedException denied -> "no right to use " + denied.getFile();
                    case FileSystemException file
                    when file.getReason() != null -> file.getFile() + ": " + file.getReason();
                    default -> {
                        String message = failure.getMessage();
                        yield message == null || message.isBlank()
                                ? failure.getClass().getSimpleName()
                                : message;
                    }
                });
    }
}
