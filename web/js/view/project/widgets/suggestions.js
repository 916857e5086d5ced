// What an AI suggests; people decide.

import { agoText, shareText } from "../../../figures.js";
import { concerns } from "../../../state/concerns.js";
import { word } from "../../../text.js";
import { html } from "../../html.js";
import { NoData, shown, Tag } from "../../parts.js";

export function Widget({ library, path, place, now, actions }) {
  const decide = (one, how) => actions.change("POST", `${path}/suggestions/${encodeURIComponent(one.suggestion_id)}:${how}`, {});
  return shown(library.want(`${path}/suggestions?limit=60`, concerns.suggestions(place.project)), ({ suggestions }) =>
    suggestions.length === 0
      ? html`<${NoData} title="No suggestion yet" />`
      : html`<ul class="rows suggestions" tabindex="0" aria-label="Suggestions">${suggestions.map((one) => html`<li key=${one.suggestion_id} class=${one.status === "open" ? "" : "known"}>
          <${Tag} of=${one.severity ?? "info"} />
          <span class="what"><b>${word(one.title, 160)}</b>${one.description && html` ${word(one.description, 300)}`}
            <span class="soft">${[word(one.category ?? "", 30).replaceAll("_", " "), word(one.target_id ?? "", 80), typeof one.confidence === "number" ? `${shareText(one.confidence)} sure` : ""].filter(Boolean).join(" · ")}</span></span>
          ${one.status === "open" && place.moment === null
            ? html`<span class="does"><button class="small" onClick=${() => decide(one, "accept")} aria-label="Accept: ${word(one.title, 80)}">Accept</button>
                <button class="small" onClick=${() => decide(one, "dismiss")} aria-label="Dismiss: ${word(one.title, 80)}">Dismiss</button></span>`
            : html`<span class="since">${one.status === "open" ? agoText(now - Date.parse(one.created_at ?? "")) : word(one.status, 20)}</span>`}</li>`)}</ul>`);
}
