/**
 * When a project will be done, and how far such forecasts can be relied on: draws from the project's own days
 * (docs/figures.md, "Forecast"). Pure functions of {@link dev.herald.projection.work.ProjectWork}, a moment and a seed,
 * so that the same question gives the same answer everywhere.
 *
 * <p>Threads: any; a forecast costs up to some tens of milliseconds of computing, so it is no work for a loop or for the
 * thread that folds.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>Forecast, Calibration
 *   <li>Simulation
 *   <li>DailyHistory
 *   <li>TaskAsOf
 * </ol>
 */
@NullMarked
package dev.herald.projection.forecast;

import org.jspecify.annotations.NullMarked;
