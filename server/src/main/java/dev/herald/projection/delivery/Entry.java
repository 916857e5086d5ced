package dev.herald.projection.delivery;

import dev.herald.event.Position;
import java.util.List;

/**
 * One of the things that a figure is made of.
 *
 * @param atMillis by which it is in a window or not
 * @param id of a pull request, a run, a deployment, or a commit's hash
 * @param events that made it
 */
record Entry(long atMillis, double value, String id, List<Position> events) {}
