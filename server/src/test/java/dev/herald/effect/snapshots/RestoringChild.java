package dev.herald.effect.snapshots;

import java.nio.file.Path;
import java.util.List;

/** A process that restores all files of the newest snapshot but one, to be killed meanwhile, or to run beside another. */
public final class RestoringChild {
    private RestoringChild() {}

    /** The repository. */
    public static void main(String[] arguments) throws Exception {
        KeptRepository kept = new KeptRepository(Path.of(arguments[0]), "status");
        Snapshots snapshots = kept.snapshots();
        Snapshot before = snapshots.find(new SnapshotId.Latest(1), "main");
        System.out.println("begin");
        try {
            System.out.println(snapshots.restore(before, new RestoreTarget.WorkTree(true), List.of(".")));
        } catch (SnapshotException refused) {
            System.out.println("refused: " + refused.getMessage());
        }
    }
}
