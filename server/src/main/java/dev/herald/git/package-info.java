/**
 * The {@code git} program, run so that its answers can be relied on: the same on every machine, never asking anybody
 * anything, never taking a lock that it does not need, never redirected by a variable that happens to be set.
 *
 * <p>Threads: any; everything here blocks, on a process and on the disk, and is never called on a loop.
 *
 * <p>This room knows nothing of events, and decides nothing about what is done to a repository: it changes what its
 * caller's arguments change, and nothing else.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>Refs, Repository
 *   <li>Git
 *   <li>GitCall
 *   <li>GitResult
 *   <li>GitCommand, GitEnvironment, GitException, GitReader
 * </ol>
 */
@NullMarked
package dev.herald.git;

import org.jspecify.annotations.NullMarked;
