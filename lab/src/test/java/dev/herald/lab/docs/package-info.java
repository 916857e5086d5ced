/**
 * What the documentation tells people to write, run as it stands: the snippets of docs/connect.md, with only the address
 * and the token filled in.
 */
@NullMarked
package dev.herald.lab.docs;

import org.jspecify.annotations.NullMarked;
