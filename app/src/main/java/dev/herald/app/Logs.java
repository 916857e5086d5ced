package dev.herald.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.herald.server.Settings;
import org.slf4j.LoggerFactory;

/**
 * What is said on standard error. Found by Logback as a service, in place of its XML, whose reading costs a tenth of the
 * time to start.
 */
public final class Logs extends ContextAwareBase implements Configurator {
    /**
     * One event, one line: what a client sent must not be able to look like a line of its own, nor tell a terminal what to
     * do, nor turn the direction of a text. A stack trace has lines, and is as harmless within them.
     */
    private static final String LINE = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}:"
            + " %replace(%msg){'[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+', ' '}%n"
            + "%replace(%ex){'[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n\\t]]+', ' '}";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        apply(context, new Settings.Log(Settings.LogFormat.TEXT, Settings.LogLevel.WARN));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** From now on logs are written so. */
    static void apply(Settings.Log log) {
        apply((LoggerContext) LoggerFactory.getILoggerFactory(), log);
    }

    private static void apply(LoggerContext context, Settings.Log log) {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        Encoder<ILoggingEvent> encoder = switch (log.format()) {
            case TEXT -> {
                PatternLayoutEncoder lines = new PatternLayoutEncoder();
                lines.setPattern(LINE);
                yield lines;
            }
            case JSON -> new JsonLines();
        };
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName("stderr");
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        root.setLevel(level(log.level()));
        root.addAppender(console);
        // Libraries speak up when something is wrong, or when somebody looks closely.
        if (log.level() == Settings.LogLevel.INFO) {
            context.getLogger("io.netty").setLevel(Level.WARN);
        }
    }

    private static Level level(Settings.LogLevel level) {
        return switch (level) {
            case ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
            case TRACE -> Level.TRACE;
        };
    }
}
