/** The server for protocol test suites, asked for what those suites ask. */
@NullMarked
package dev.herald.lab.conformance;

import org.jspecify.annotations.NullMarked;
