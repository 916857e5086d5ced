/**
 * Configuration, wiring, and the order of start and stop: the only room that knows all the others, imported by nobody
 * but the program and the lab.
 *
 * <p>Threads: settings are values and read on the starting thread; what starts and stops the server says so itself. This
 * room never handles an event or a request.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>HeraldServer
 *   <li>Assembly
 *   <li>Doors, Sources
 *   <li>Committing, Folds
 *   <li>Foundation
 *   <li>SettingsLoader, Translated
 *   <li>LoadedSettings, OpenFiles, OwnDirectory, SettingsTable, StateDirectory, Together
 *   <li>Announcer, Closing, ConfigurationFile, DataPresence, Nearest, ProjectName, ServerAlerts, ServerFigures,
 *       Settings, StartException, TakenValues
 * </ol>
 */
@NullMarked
package dev.herald.server;

import org.jspecify.annotations.NullMarked;
