/**
 * What the routes of the state share: what may be asked, what an answer as of a position carries beside itself, and how
 * it is said that there is none.
 *
 * <p>Threads: any; handlers run on virtual threads and may block.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>StateReads
 *   <li>Answers
 *   <li>Asked
 *   <li>Refused
 * </ol>
 */
@NullMarked
package dev.herald.api.snapshot;

import org.jspecify.annotations.NullMarked;
