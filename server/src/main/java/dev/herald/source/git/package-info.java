/**
 * What git does in a watched repository, told to the intake: each new commit once, and one event for an operation that
 * changes many files at once.
 *
 * <p>Two things come together here. Commits are found by comparing the branches with what they were
 * ({@link dev.herald.source.git.Commits}). Operations are read from HEAD's log and the stash
 * ({@link dev.herald.source.git.Operations}); the changes of files that they made are taken out of what
 * {@code source.files} tells ({@link dev.herald.source.git.HeldChanges}, {@link dev.herald.source.git.Folds}). What the user
 * did is never taken out: a change is folded only where the file is what git left there.
 *
 * <p>Threads: one for each watched directory, {@code herald-git-<project>}, runs git and owns all of it but the held changes,
 * which both it and {@code herald-files-<project>} enter, under its lock. A virtual thread waits for the system's
 * notices and wakes the first. Everything may block, on git, the disk and the intake.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>GitWatch
 *   <li>RepositoryWatch, BareWatch, Watching: a repository as long as it is there
 *   <li>Operations, CommitWatch: what git did
 *   <li>Commits, WatchParts
 *   <li>Folds, UnloggedMoves, CommitReader, KnownFile
 *   <li>Fold, Sweep, CommitDraft, Known
 *   <li>Report, Branches, WorkTree
 *   <li>Story, Outgoing, Watched, GitDirectory, HeldChanges, Stashes, HeadLog
 *   <li>HeadMove, Operation, Signs, Keeper, PathList, Pieces, TaskReferences, Notices, GitWatchSettings, FoundCommit
 *   <li>Hashes
 * </ol>
 *
 * <p>This room never changes a repository, never takes git's locks, and never looks at {@code refs/herald}.
 */
@NullMarked
package dev.herald.source.git;

import org.jspecify.annotations.NullMarked;
