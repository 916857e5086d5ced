/**
 * The page in a real browser against a real server in this process.
 *
 * <p>Threads: a browser's objects belong to the test's thread; publishers run on their own and only speak HTTP. Nothing
 * here fetches a browser: the system's Chromium is used, and a test fails, not passes, where there is none.
 */
@NullMarked
package dev.herald.lab.page;

import org.jspecify.annotations.NullMarked;
