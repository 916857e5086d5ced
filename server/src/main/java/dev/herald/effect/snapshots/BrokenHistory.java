package dev.herald.effect.snapshots;

/**
 * A history of snapshots that git cannot read to its end: something removed a commit, or the disk lost it.
 *
 * @param branch whose history it is
 * @param at the commit that is missing or broken; empty where the ref itself cannot be read
 * @param isTip whether that is the newest snapshot, so that none can be reached by the branch's name
 */
public record BrokenHistory(String branch, String at, boolean isTip) {
    /** What is wrong and what to do, for people: one sentence or two. */
    public String told() {
        String commit = at.isEmpty() ? "its ref" : at.substring(0, Math.min(at.length(), 10));
        return isTip
                ? "branch " + branch + ": its newest snapshot cannot be read (" + commit
                        + " is missing or broken). git fsck --lost-found shows what is left of it; give a sound one by"
                        + " its hash"
                : "branch " + branch + ": what came before cannot be read (" + commit
                        + " is missing or broken). All that is newer is sound; git fsck says more";
    }
}
