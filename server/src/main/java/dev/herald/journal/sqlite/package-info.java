/**
 * The journal in one SQLite file, {@code journal.db} in the data directory: write-ahead log with full synchronisation,
 * one writing connection, a few reading ones, a transaction a batch.
 *
 * <p>Threads: as in the contract; whoever writes holds one lock. Checkpoints run on a thread of their own, {@code
 * herald-checkpoint}, so that the writer seldom waits for one. What this room needs of an event is in columns; it
 * looks into one only where last changes have to be found again.
 *
 * <p>Layers, from the top; what is below never knows what is above:
 *
 * <ol>
 *   <li>SqliteJournal
 *   <li>Mending, SqliteReader
 *   <li>Pages, Tip
 *   <li>Counting, Scan, Stretches
 *   <li>Checkpoints, Readers
 *   <li>Connections, Surgery
 *   <li>EventTree, FreePages, Schema, SideTree
 *   <li>Claims, FileHead, Refilling
 *   <li>Relearning, TreePage
 *   <li>Checksums, Detour, Page, RawPages, RawRecord, Writer
 *   <li>Rows
 *   <li>Blocks, DirectoryLock, SnapshotFiles
 *   <li>LastChanges, Meta, RowSum, SqliteSettings, TypeColumn
 *   <li>Closing, Damage, Directories, Faults, FileIdentity, Kept, OwnerOnly, WalScan
 * </ol>
 */
@NullMarked
package dev.herald.journal.sqlite;

import org.jspecify.annotations.NullMarked;
