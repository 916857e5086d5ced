// Alerts: what has opened in this project, open and closed, newest first.

import { agoText } from "../../../figures.js";
import { concerns } from "../../../state/concerns.js";
import { word } from "../../../text.js";
import { html } from "../../html.js";
import { sentence, shown, Tag } from "../../parts.js";

const TONES = { info: "quiet", warning: "warn", error: "bad", critical: "bad" };
const SHOWN = 60;

export function Widget({ library, place, now }) {
  const path = `/dashboard/alerts?project_id=${encodeURIComponent(place.project)}`;
  return shown(library.want(path, concerns.risks(place.project)), (alerts) =>
    alerts.length === 0
      ? html`<p class="calm">There has been no alert.</p>`
      : html`<ul class="rows" tabindex="0" aria-label="Alerts">${alerts.slice(0, SHOWN).map((alert) => html`<li key=${alert.id} class=${alert.resolved ? "known" : ""}>
          <${Tag} of=${alert.severity} tones=${TONES} />
          <span class="what">${sentence(word(alert.message, 300))}${alert.resolved && html` <span class="soft">Over.</span>`}</span>
          <span class="since">${agoText(now - Date.parse(alert.timestamp))}</span></li>`)}</ul>`);
}
