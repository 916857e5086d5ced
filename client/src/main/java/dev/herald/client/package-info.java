/**
 * A client of a Herald server for Java programs: publish, read history, subscribe and resume. It stands on
 * {@code java.net.http} alone.
 *
 * <p>Threads: what publishes or reads blocks its caller (a virtual thread is fine); each subscription has one virtual
 * thread of its own, on which its subscriber hears everything in order. Nothing here is a room of the server.
 */
@NullMarked
package dev.herald.client;

import org.jspecify.annotations.NullMarked;
