package dev.herald.projection.work;

import dev.herald.projection.Members;
import org.jspecify.annotations.Nullable;

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

    /**
     * Who is meant: the person of whom the setting {@code people} lists the name or the email, else the name itself, or
     * the email where there is no name. Emails are compared without case.
     */
    public String person(@Nullable String name, @Nullable String email) {
        for (String id : members.object("people").all().keySet()) {
            for (String known : members.object("people").references(id)) {
                if (known.equalsIgnoreCase(email) || known.equalsIgnoreCase(name)) {
                    return id;
                }
            }
        }
        return name != null ? name : email != null ? email : "";
    }
}
