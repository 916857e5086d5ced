package dev.herald.effect.autocommit;

import dev.herald.git.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which paths are a project's to commit at all, in which order, and how those left out are named. Any thread. */
final class Selection {
    private final String within;
    private final Set<String> never;
    private final int namedMax;

    private Selection(String within, Set<String> never, int namedMax) {
        this.within = within;
        this.never = never;
        this.namedMax = namedMax;
    }

    /** All of the repository. */
    static Selection ofRepository(Repository repository, AutoCommitSettings settings) {
        return new Selection("", never(repository, settings), settings.limits().namedMax());
    }

    /** What is in the project's directory. */
    static Selection ofDirectory(Repository repository, AutoCommitSettings settings) {
        String within = TreePath.below(repository.workTree(), real(settings.directory()));
        return new Selection(
                within == null ? "" : within,
                never(repository, settings),
                settings.limits().namedMax());
    }

    private static Set<String> never(Repository repository, AutoCommitSettings settings) {
        Set<String> never = new TreeSet<>();
        List<Path> paths = new ArrayList<>(settings.never());
        paths.add(settings.own());
        for (Path path : paths) {
            String below = TreePath.below(repository.workTree(), real(path));
            if (below != null && !below.isEmpty()) {
                never.add(below);
            }
        }
        return never;
    }

    /** Repositories have real paths; what is not there yet is as it is written, below what there is. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            Path above = path.getParent();
            return above == null ? path : real(above).resolve(path.getFileName());
        }
    }

    /** What HEAD or the index has comes first: if there is too much, it is the new files that are left out. */
    List<Change> of(List<Change> changes) {
        return changes.stream()
                .filter(change -> change.path().isWithin(within))
                .filter(change -> never.stream().noneMatch(change.path()::isWithin))
                .sorted(Comparator.<Change, Boolean>comparing(change -> change.kind() == Change.Kind.UNTRACKED)
                        .thenComparing(Change::path))
                .toList();
    }

    Outcome.Absent absent(Map<TreePath, LeftOut.Why> leftOut) {
        List<LeftOut> named = leftOut.entrySet().stream()
                .limit(namedMax)
                .map(one -> new LeftOut(one.getKey().shown(), one.getValue()))
                .toList();
        return new Outcome.Absent(named, leftOut.size());
    }
}
