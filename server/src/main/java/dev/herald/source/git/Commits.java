package dev.herald.source.git;

import dev.herald.event.Draft;
import dev.herald.event.ProjectId;
import dev.herald.event.payload.Commit;
import dev.herald.event.payload.SystemReport;
import dev.herald.git.Git;
import dev.herald.git.GitException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells each commit that a local or a fetched branch has newly reached, parents first.
 *
 * <p>New is what the branches reach and {@link Known} does not. What is known is written down after the intake has
 * accepted, never before; so after a crash in between the same commits are submitted again, and their idempotency keys,
 * {@code git:<project>:<hash>}, add nothing. Runs on the watch's thread; blocks.
 */
final class Commits {
    private static final Logger LOG = LoggerFactory.getLogger(Commits.class);
    /** Commits read and submitted together. */
    private static final int CHUNK = 100;

    private final Git git;
    private final Watched watched;
    private final ProjectId project;
    private final Outgoing outgoing;
    private final KnownFile file;
    private final CommitReader reader;
    private Known known;
    private @Nullable Known saved;
    private boolean isSaveFailing;

    private Commits(Git git, Watched watched, ProjectId project, Outgoing outgoing, KnownFile file, Known known) {
        this.git = git;
        this.watched = watched;
        this.project = project;
        this.outgoing = outgoing;
        this.file = file;
        this.known = known;
        this.reader = new CommitReader(git, watched);
    }

    /**
     * Goes on where it ended last time. Where that is not known, what is there is taken as told, unless the repository
     * is new.
     *
     * @param isNew whether it was seen that there was none before
     */
    static Commits resume(
            Git git,
            Watched watched,
            ProjectId project,
            Outgoing outgoing,
            KnownFile file,
            boolean isNew,
            Consumer<String> warn)
            throws IOException, InterruptedException {
        Known known = switch (file.read()) {
            case KnownFile.Read read -> read.known();
            case KnownFile.Absent absent -> isNew ? Known.NOTHING : Known.NOTHING.with(Branches.read(git, watched));
            case KnownFile.Broken broken -> {
                warn.accept("The record of the commits of " + project.value() + " that have been told is broken ("
                        + broken.why() + "): those of the time when the server was down are not told");
                yield Known.NOTHING.with(Branches.read(git, watched));
            }
        };
        return new Commits(git, watched, project, outgoing, file, known);
    }

    /**
     * Tells what is new.
     *
     * @param most the newest so many; of those before, an event says how many there were
     * @return false when the intake does not take it now; the same comes again next time
     */
    boolean tell(int most) throws IOException, InterruptedException {
        Branches now = Branches.read(git, watched);
        if (!known.hashes().containsAll(now.tips().values())) {
            Fresh fresh = find(now, most);
            if (fresh.left() > 0 && !outgoing.send(List.of(note(fresh)))) {
                return false;
            }
            for (int from = 0; from < fresh.commits().size(); from += CHUNK) {
                int to = Math.min(from + CHUNK, fresh.commits().size());
                if (!outgoing.send(drafts(fresh.commits().subList(from, to)))) {
                    return false;
                }
            }
        }
        known = known.with(now);
        save();
        return true;
    }

    private void save() {
        if (known.equals(saved)) {
            return;
        }
        try {
            file.write(known);
            saved = known;
            isSaveFailing = false;
        } catch (IOException e) {
            if (!isSaveFailing) {
                LOG.warn("Cannot write down which commits of {} have been told: {}", project.value(), e.toString());
            }
            isSaveFailing = true;
        }
    }

    /**
     * @param commits parents first
     * @param left how many more there were before
     */
    private record Fresh(List<FoundCommit> commits, long left) {}

    private Fresh find(Branches now, int most) throws IOException, InterruptedException {
        try {
            return findFrom(now, most);
        } catch (GitException e) {
            List<String> missing = missing();
            if (missing.isEmpty()) {
                throw e;
            }
            LOG.debug("{} known commits are not there any more", missing.size());
            known = known.without(missing);
            return findFrom(now, most);
        }
    }

    /** What a local branch reaches is its own, also where a fetched one does, too. */
    private Fresh findFrom(Branches now, int most) throws IOException, InterruptedException {
        Set<String> local = new LinkedHashSet<>();
        Set<String> fetched = new LinkedHashSet<>();
        now.tips().forEach((name, hash) -> (Branches.isLocal(name) ? local : fetched).add(hash));
        Set<String> told = known.hashes();
        Set<String> toldOrLocal = new LinkedHashSet<>(told);
        toldOrLocal.addAll(local);
        local.removeAll(told);
        fetched.removeAll(toldOrLocal);
        Map<String, String> names = now.names();
        List<FoundCommit> all = new ArrayList<>(list(local, told, names, most));
        all.addAll(list(fetched, toldOrLocal, names, most));
        if (all.size() <= most) {
            return new Fresh(all, 0);
        }
        Set<String> tips = new LinkedHashSet<>(local);
        tips.addAll(fetched);
        return new Fresh(List.copyOf(all.subList(all.size() - most, all.size())), count(tips, told) - most);
    }

    private List<FoundCommit> list(Set<String> tips, Collection<String> without, Map<String, String> names, int most)
            throws IOException, InterruptedException {
        if (tips.isEmpty()) {
            return List.of();
        }
        String text = git.ask(watched.command(
                                "log",
                                "--stdin",
                                "--source",
                                "--topo-order",
                                "--no-show-signature",
                                "--max-count=" + (most + 1L),
                                "--format=%H %S")
                        .reading(range(tips, without)))
                .text();
        List<FoundCommit> found = new ArrayList<>();
        for (String line : text.split("\n")) {
            String[] words = line.split(" ");
            if (words.length == 2) {
                found.add(new FoundCommit(words[0], names.getOrDefault(words[1], words[1])));
            }
        }
        Collections.reverse(found);
        return found;
    }

    private long count(Set<String> tips, Collection<String> without) throws IOException, InterruptedException {
        return Long.parseLong(
                git.ask(watched.command("rev-list", "--stdin", "--count").reading(range(tips, without)))
                        .text());
    }

    private static String range(Set<String> tips, Collection<String> without) {
        StringBuilder range = new StringBuilder();
        tips.forEach(tip -> range.append(tip).append('\n'));
        without.forEach(hash -> range.append('^').append(hash).append('\n'));
        return range.toString();
    }

    private List<String> missing() throws IOException, InterruptedException {
        String answers = git.ask(watched.command("cat-file", "--batch-check=%(objectname) %(objecttype)")
                        .reading(String.join("\n", known.hashes()) + "\n"))
                .text();
        return answers.lines()
                .filter(line -> line.endsWith(" missing"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    private List<Draft> drafts(List<FoundCommit> found) throws IOException, InterruptedException {
        List<Draft> drafts = new ArrayList<>();
        for (Commit commit : reader.read(found)) {
            drafts.add(commit.draft(Outgoing.SOURCE, project)
                    .withIdempotencyKey("git:" + project.value() + ":" + commit.hash()));
        }
        return drafts;
    }

    private Draft note(Fresh fresh) {
        String oldest = fresh.commits().getFirst().hash();
        String message = "There were " + fresh.left() + " commits more before " + oldest + ": they are not told";
        return new SystemReport.SystemStatus(message, Map.of("level", "warning", "commits_left_out", fresh.left()))
                .draft(Outgoing.SOURCE, project)
                .withIdempotencyKey("git:" + project.value() + ":before:" + oldest);
    }
}
