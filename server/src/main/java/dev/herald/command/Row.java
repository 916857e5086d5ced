package dev.herald.command;

import dev.herald.projection.Members;
import org.jspecify.annotations.Nullable;

/**
 * One task of a file.
 *
 * @param number from 1
 * @param asked what it says
 * @param defect why it could not be read; null where it could
 */
public record Row(int number, Members asked, @Nullable String defect) {}
