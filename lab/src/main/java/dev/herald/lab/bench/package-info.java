/**
 * Measures Herald from outside: clients in this process, the server and its baseline in processes of their own, the
 * baseline always in the same run because machines drift. Never shipped.
 */
@NullMarked
package dev.herald.lab.bench;

import org.jspecify.annotations.NullMarked;
