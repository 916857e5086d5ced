package dev.herald.command;

import dev.herald.event.Position;
import dev.herald.fold.States;
import dev.herald.projection.layout.Layout;
import dev.herald.projection.layout.LayoutProjection;
import dev.herald.projection.layout.LayoutState;
import org.jspecify.annotations.Nullable;

/**
 * What a command on a layout sees. Immutable.
 *
 * @param layout null where there is none
 * @param asOf up to where this is known, which is what a guard says
 * @param count how many its owner has
 */
record LayoutSight(@Nullable Layout layout, Position asOf, int count) {
    static LayoutSight of(States states, String owner, String type) {
        LayoutState layouts = states.state(LayoutProjection.NAME);
        return new LayoutSight(
                layouts.layout(owner, type),
                states.position(),
                layouts.of(owner).size());
    }
}
