/**
 * The herald program: the commands that people type. {@code serve} starts a server; {@code tail}, {@code publish} and
 * {@code watch} are clients of one.
 *
 * <p>Threads: a command runs on the main thread and ends with an exit status: 0 done, 1 failed, 2 called wrongly, 130
 * ended by Ctrl-C, 141 nobody reads the output. What a command is asked for goes to standard output, what it says about itself to standard error. This
 * room never speaks a protocol by itself: that is {@code dev.herald.client}'s.
 */
@NullMarked
package dev.herald.app;

import org.jspecify.annotations.NullMarked;
