/**
 * The rules of a session, whatever carries it: what a client may say, what the server answers, how a wish becomes a
 * subscription and a position, who is let in and until when.
 *
 * <p>Threads: a session lives and dies on the loop of its connection; values and {@code Messages} are for any thread.
 * This room never sees a socket or a buffer, never queues an event, never blocks and never looks inside one.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>Session
 *   <li>Hearing
 *   <li>Conversation
 *   <li>Caller
 *   <li>SessionRules, HeldBack
 *   <li>CommandParser, Interests, Messages, Entrance, RoomTotal
 *   <li>TypeNames, Quoted, Answer, Command, Refusal, Peer
 *   <li>Interest, Wish, RoomWish, NoEffect, ErrorCode, Ending, SessionSettings
 * </ol>
 */
@NullMarked
package dev.herald.session;

import org.jspecify.annotations.NullMarked;
