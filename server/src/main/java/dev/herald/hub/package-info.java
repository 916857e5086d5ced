/**
 * From the journal to the clients: the ring of recent events, a shard per loop, audiences that share encoded bytes, and
 * cursors. A connection is a cursor: a position and a subscription; there is no queue per client.
 *
 * <p>Threads: a shard and its cursors live on their loop ({@code on…} methods check it); reads of the journal run on
 * the journal's catch-up lane and post back. This room never sees a socket, a frame or JSON trees.
 *
 * <p>Layers, from the top; what is below never knows what is above:
 *
 * <ol>
 *   <li>Hub
 *   <li>Shard
 *   <li>ShardCursor
 *   <li>CatchUp
 *   <li>Delivery
 *   <li>Audiences
 *   <li>AudienceIndex
 *   <li>Audience
 *   <li>JournalReads, Inbox, Ring, Replays, Conflation, Presence
 *   <li>SharedChunks, Encodings, Batch
 *   <li>PieceLog
 *   <li>ShardFigures, HubStatistics, HubLimits
 *   <li>Cursor
 *   <li>Outlet, Resume, Dialect, Subscription
 *   <li>Encoded, Clause
 *   <li>LiveMessage
 * </ol>
 */
@NullMarked
package dev.herald.hub;

import org.jspecify.annotations.NullMarked;
