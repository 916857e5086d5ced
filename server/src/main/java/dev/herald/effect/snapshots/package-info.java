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
 * <p>This room never writes to the user's index, HEAD, branches that exist, or work tree, and makes no snapshots: that is
 * {@code dev.herald.effect.autocommit}.
 */
@NullMarked
package dev.herald.effect.snapshots;

import org.jspecify.annotations.NullMarked;
