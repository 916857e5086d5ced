/**
 * What a setting is: a name, a form in which its value is written, a standard, a sentence. Each room declares its own
 * beside the record that holds their values, and takes them from {@code Values}; the record's defaults are what it takes
 * when nobody has given anything, so that the two cannot differ.
 *
 * <p>Threads: values, read on the starting thread. This room knows no setting, no environment and no file.
 *
 * <p>Layers, from the top; what is below never knows what is above:
 *
 * <ol>
 *   <li>Values
 *   <li>Setting
 *   <li>Form
 *   <li>Switch
 * </ol>
 */
@NullMarked
package dev.herald.setting;

import org.jspecify.annotations.NullMarked;
