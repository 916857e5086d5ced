/**
 * Commits what people are working on, so that nothing is lost: as snapshots beside their work ({@code shadow}) or on
 * their branch ({@code branch}).
 *
 * <p>One run: look ({@link dev.herald.effect.autocommit.WorkTree}), decide what may be committed
 * ({@link dev.herald.effect.autocommit.Admission}), build a tree in an index of our own
 * ({@link dev.herald.effect.autocommit.PrivateIndex}), have the start event kept, and only then make the commit and move
 * a ref, if it is still where it was. So a run that is cut off at any point leaves at most objects that nothing refers
 * to.
 *
 * <p>Threads: one for each project, {@code herald-commit-<project>}, which blocks on git, on the disk and on the intake.
 * Only the methods of {@link dev.herald.effect.autocommit.Committers} are for any thread. One more, {@code
 * herald-repositories}, looks after the repositories. Projects in one repository
 * take turns.
 *
 * <p>This room never touches what somebody has staged, never writes to the work tree, never changes a setting or a
 * remote, never forces anything, and never tells what is in a file.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>Committers
 *   <li>AutoCommitter, RepositoryCare
 *   <li>CommitRun
 *   <li>ShadowWay, BranchWay, Leftovers
 *   <li>Landing, Hooks, Push, Reporter, Safekeeping
 *   <li>Branch, Intent, IndexSwap, OthersAtWork, Housekeeping, InProgress, ShadowRefs, Staging, Selection, LeftOutTrailers
 *   <li>Taking
 *   <li>Prepared, Attempt, Earlier, SlowFilters, MarkedFiles
 *   <li>Workshop, Admission, WorkTree, Tip, GitProcesses, Rhythm, RepositoryTurns, Message
 *   <li>PrivateIndex, Objects
 *   <li>OwnObjects, Change, Outcome, Trouble, SecretContent, SecretNames
 *   <li>AutoCommitSettings, CommitModes, LeftOut, Reason, Stamp, Step, SecretRules, Keywords
 *   <li>AutoCommitMode, CommitLimits, CommitPace, PruneAges, SecretForm, TreePath
 * </ol>
 */
@NullMarked
package dev.herald.effect.autocommit;

import org.jspecify.annotations.NullMarked;
