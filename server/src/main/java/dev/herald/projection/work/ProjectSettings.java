package dev.herald.projection.work;

import dev.herald.projection.Members;

/**
 * A project's own settings, as its events gave them: thresholds of rules, who is whom, what counts as production.
 *
 * @param members under their names; what is not there has its default
 */
public record ProjectSettings(Members members) {
    public static final ProjectSettings NONE = new ProjectSettings(Members.NONE);

    /** A threshold; what is no number there, or not above 0, has the default. */
    public double threshold(String name, double otherwise) {
        Double value = members.object("thresholds").number(name);
        return value == null || value <= 0 ? otherwise : value;
    }
}
