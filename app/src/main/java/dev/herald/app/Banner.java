package dev.herald.app;

import dev.herald.effect.autocommit.AutoCommitMode;
import dev.herald.server.Settings;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a server says when it is there: where its page is, what it watches, where it keeps things, how to stop it. */
record Banner(Settings settings, InetSocketAddress address) {
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Herald " + Build.current().version() + " is at " + url());
        if (settings.files().watches().isEmpty()) {
            lines.add("  watching  nothing; --watch DIR would");
        }
        for (Settings.Watch watch : settings.files().watches()) {
            AutoCommitMode mode = settings.autoCommit().modes().get(watch.project());
            lines.add("  watching  " + watch.directory() + " as project " + watch.project()
                    + (mode == null ? "" : ", auto-commit " + mode.name().toLowerCase(Locale.ROOT)));
        }
        if (settings.net().address().isAnyLocalAddress()) {
            lines.add("  from      other machines too, by any name or address of this one");
        }
        lines.add("  data in   " + settings.data());
        lines.add("  stop      Ctrl-C");
        return lines;
    }

    /** The page's address, to click on: where every address is listened to, the one that is always there. */
    String url() {
        InetAddress listening = settings.net().address();
        InetAddress host = listening.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : listening;
        String shown = host instanceof Inet6Address ? "[" + host.getHostAddress() + "]" : host.getHostAddress();
        return (settings.net().tls() == null ? "http://" : "https://") + shown + ":" + address.getPort() + "/";
    }
}
