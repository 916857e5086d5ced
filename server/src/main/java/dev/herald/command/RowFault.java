package dev.herald.command;

/**
 * What is wrong with one of many.
 *
 * @param row which, from 1
 * @param pointer where in it; empty for the whole
 */
public record RowFault(int row, String pointer, String detail) {}
