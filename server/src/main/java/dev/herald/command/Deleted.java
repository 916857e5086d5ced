package dev.herald.command;

/** What was there under this id, and is no more. */
public record Deleted(String id) {}
