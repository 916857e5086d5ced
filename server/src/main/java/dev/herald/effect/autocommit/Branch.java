package dev.herald.effect.autocommit;

import java.util.Optional;

/**
 * The branch that a commit goes to.
 *
 * @param ref its full name
 * @param shown its name, for people
 * @param head the commit it has
 * @param seen how the user's index looked that the commit was made from
 */
record Branch(String ref, String shown, Tip head, Optional<Stamp> seen) {}
