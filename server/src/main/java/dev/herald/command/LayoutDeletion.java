package dev.herald.command;

import dev.herald.fold.States;
import dev.herald.projection.Members;
import dev.herald.projection.layout.Layout;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Deletes a user's layout. */
public final class LayoutDeletion implements Command<LayoutSight, Deleted> {
    private final String owner;
    private final String type;
    private final Expectation expected;
    private final Author author;

    public LayoutDeletion(String type, Expectation expected, Author author) {
        this.owner = author.owner();
        this.type = type;
        this.expected = expected;
        this.author = author;
    }

    @Override
    public LayoutSight look(States states) {
        return LayoutSight.of(states, owner, type);
    }

    @Override
    public Decision decide(LayoutSight sight) {
        Layout before = sight.layout();
        if (before == null) {
            return new Decision.Denied(new Denial.Unknown("there is no layout " + Checks.shown(type)));
        }
        Denial outdated = expected.denial("the layout", before, before.version());
        if (outdated != null) {
            return new Decision.Denied(outdated);
        }
        Map<String, @Nullable Object> data = LayoutKeeping.fields(owner, type);
        data.put("action", "deleted");
        return LayoutKeeping.tell(author, type, data, sight.asOf());
    }

    @Override
    public String about(Members data) {
        return type;
    }

    @Override
    public Deleted show(States states, String about) {
        return new Deleted(type);
    }

    @Override
    public Object subject() {
        return "layout " + owner + "/" + type;
    }
}
