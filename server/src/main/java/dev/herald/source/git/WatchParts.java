package dev.herald.source.git;

import dev.herald.git.Git;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a repository's watch works with. */
record WatchParts(GitWatchSettings settings, Git git, HeldChanges changes, Outgoing outgoing, Notices notices) {
    private static final Logger LOG = LoggerFactory.getLogger(WatchParts.class);

    /** Where it is kept which commits have been told; directories of one project have one each. */
    Path tipsFile() {
        CRC32 sum = new CRC32();
        sum.update(settings.root().toString().getBytes(StandardCharsets.UTF_8));
        return settings.state()
                .resolve(settings.project().value() + "-" + HexFormat.of().toHexDigits((int) sum.getValue()) + ".tips");
    }

    void warn(String message) {
        LOG.warn(message);
        changes.onWarning(message);
    }
}
