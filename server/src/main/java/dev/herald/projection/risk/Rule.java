package dev.herald.projection.risk;

import org.jspecify.annotations.Nullable;

/** One rule of docs/figures.md, "Risks": pure. */
interface Rule {
    RuleName name();

    /**
     * What it says of a subject now.
     *
     * @param open how bad the risk is that is open; null where none is
     */
    Verdict judge(Scene scene, String subject, @Nullable Severity open);
}
