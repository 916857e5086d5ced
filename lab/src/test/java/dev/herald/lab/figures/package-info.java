/**
 * Figures, computed again by a program in another language that shares no code with the server, from histories that were
 * made at random and from the history of a repository.
 *
 * <p>Threads: a test's own thread writes the history, starts the server and waits for the program.
 */
@NullMarked
package dev.herald.lab.figures;

import org.jspecify.annotations.NullMarked;
