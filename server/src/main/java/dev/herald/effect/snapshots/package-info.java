/**
 * Gets work back: reads what Herald's auto-commit has kept under {@code refs/herald/}, one ref a branch, compares it with
 * what is there now, brings it back, and forgets what is old.
 *
 * <p>A snapshot is a commit with a {@code Herald-Base} trailer. Its first parent is the snapshot before it, where there
 * is one; its last parent is the commit that was checked out, where there was one. The first parents, as long as they are
 * snapshots, are a ref's history.
 *
 * <p>Threads: any, one a call; everything here blocks, on git and on the disk. Two processes may do anything here at
 * once: refs are moved from a known value to a new one, or not at all.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>Snapshots
 *   <li>Restoring, Pruning, Listing, WorkTreeDifference
 *   <li>WorkTreeRestoring, KeptPack
 *   <li>PresentContent, CheckOut, Placing, OpenForWriting
 *   <li>Finder
 *   <li>Chain, Differences, PruneRules
 *   <li>RawCommit, CommitPack, ScratchIndex, PresentFile
 *   <li>Snapshot, ListedSnapshot
 *   <li>LeftOut, Extent, ChangedFile, BrokenHistory, SnapshotRef, SnapshotId, RestoreTarget, Restored, Pruned,
 *       SnapshotException
 * </ol>
 *
 * <p>This room never writes to the user's index, HEAD, or branches that exist. It writes to the work tree only when it is
 * asked to restore files there, and then only where what they have is kept elsewhere. Making snapshots is {@code
 * dev.herald.effect.autocommit}'s; the one that is taken before a forced restore is all that is made here.
 */
@NullMarked
package dev.herald.effect.snapshots;

import org.jspecify.annotations.NullMarked;
