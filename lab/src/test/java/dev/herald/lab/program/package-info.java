/** The program as people start it: {@code ./herald} in a process of its own, from its command line to its exit status. */
@NullMarked
package dev.herald.lab.program;

import org.jspecify.annotations.NullMarked;
