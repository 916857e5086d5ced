package dev.herald.source.git;

/**
 * A commit that appeared.
 *
 * @param branch the full name of the one that brought it
 */
record FoundCommit(String hash, String branch) {}
