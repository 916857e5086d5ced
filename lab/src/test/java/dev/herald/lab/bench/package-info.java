/** The measurements start, say their figures, and end: with few clients, for a moment, and no figure is judged. */
@NullMarked
package dev.herald.lab.bench;

import org.jspecify.annotations.NullMarked;
