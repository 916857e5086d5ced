/**
 * What happens to the files below a directory, told as changes: created, modified, deleted, moved.
 *
 * <p>What the system says is a hint only. The truth is what the disk shows once a file has been quiet for a while,
 * compared with a table of what was reported before: so a lost or doubled hint, a burst and an editor's way of saving
 * all come out right, and looking again is always safe. The states of the table and the order of things are in
 * {@link dev.herald.source.files.Tree} and {@link dev.herald.source.files.Reconciler}.
 *
 * <p>Files are reported, not directories, save that a directory which is renamed is one {@code moved}. Symbolic links
 * are files here and never followed. What ignore files name, {@code .git}, bare repositories and the server's own data
 * are neither watched nor reported; a file that git tracks is, though git's own rules name it.
 *
 * <p>Threads: one for each watched root, {@code herald-files-<project>}, owns everything; only {@code start},
 * {@code close} and {@code status} are for any thread. It may block, on the disk and on its listener. The JDK's watch
 * service reads the kernel's queue on a thread of its own.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>FileWatch
 *   <li>Reconciler
 *   <li>Tree, MoveOrder
 *   <li>Ledger, Coverage, GitRules, NeverWatched
 *   <li>Renames, Hints, NioWatches, NoWatches, GitExcludes, TrackedFiles
 *   <li>Place, Watches, Outbox, IntakeListener, LocalDisk, Mounts
 *   <li>Folder, Disk, FileWatchSettings, GitPlace, Traces, Settler, ChangeListener: what the watch is made of
 *   <li>Entry, Names, Registration, IgnoreRules, GitHome
 *   <li>Stamp, IgnoreFile, EditorFiles
 *   <li>IgnoreLine
 *   <li>Glob
 *   <li>ByteSet
 * </ol>
 *
 * <p>This room never reads what is in a file (ignore files apart), never writes one, and never decides who hears of it.
 */
@NullMarked
package dev.herald.source.files;

import org.jspecify.annotations.NullMarked;
