/**
 * Commands over REST: what people ask for is read and handed to the dispatcher, and what came of it is answered.
 *
 * <p>Handlers run on virtual threads and may block. This room never sees a socket or a journal's engine.
 *
 * <p>Layers, from the top; what is below never knows what is above:
 *
 * <ol>
 *   <li>CommandRoutes
 *   <li>ProjectCommands, TaskCommands, ImportCommand, RiskCommands, ReportCommands, LayoutCommands,
 *       QualityCommand
 *   <li>Asking
 *   <li>Answers, TaskRows
 *   <li>JsonBody, CsvReader, XmlReport, LcovReport, SarifReport
 *   <li>QualityFile
 * </ol>
 */
@NullMarked
package dev.herald.api.command;

import org.jspecify.annotations.NullMarked;
