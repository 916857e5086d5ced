/**
 * Runs the folds: the projections, in their order, over the journal, on one thread; saves their states and takes them up
 * again; hands what they derive to the intake; answers questions of them. It never knows what a projection is about.
 *
 * <p>Threads: {@code herald-fold} owns the states. {@link dev.herald.fold.Runner} is for any thread; its questions run on
 * {@code herald-fold} and answer immutable values. {@code herald-fold-save} writes. {@link
 * dev.herald.fold.Past} folds on {@code herald-past} what was before, for who asks, with states of its own.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>Runner, Past
 *   <li>Restoring, Rebuilding
 *   <li>Saving
 *   <li>Projections, Feed, Telling, Questions, FoldMeters
 *   <li>Unanswered, Slot, Derivations, Arrivals, FoldSettings
 *   <li>Refusal, Pending, States
 *   <li>SetAside, Progress
 * </ol>
 */
@NullMarked
package dev.herald.fold;

import org.jspecify.annotations.NullMarked;
