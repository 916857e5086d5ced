/**
 * The one door: everything that becomes an event is submitted here, in bounds, and is answered when the journal has it.
 *
 * <p>Threads: submitting is for any thread and never blocks; one writer thread appends. Only this room appends.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>JournalIntake
 *   <li>IntakeMeters
 *   <li>Waiting
 *   <li>Intake, Submission, Trimmer
 *   <li>IntakeLimits, Probe, Receipt, Retention
 * </ol>
 */
@NullMarked
package dev.herald.intake;

import org.jspecify.annotations.NullMarked;
