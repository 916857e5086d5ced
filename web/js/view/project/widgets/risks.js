// Risks: the open ones, the worst first, with what can be done about them.

import { momentText, sinceText } from "../../../figures.js";
import { concerns } from "../../../state/concerns.js";
import { word } from "../../../text.js";
import { html } from "../../html.js";
import { NoData, sentence, Severity } from "../../parts.js";
import { ruleText } from "../../now/need.js";

const ORDER = ["critical", "high", "medium", "low"];

export function Widget({ library, path, place, now, actions }) {
  const { value, failure } = library.want(`${path}/risks?open=true&limit=200`, concerns.risks(place.project));
  if (!value) return html`<${NoData} title=${failure ? "It could not be read" : "Reading…"} reason=${failure?.message} />`;
  if (value.risks.length === 0) return html`<p class="calm">No risk is open.</p>`;
  const risks = value.risks.toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || a.opened_at.localeCompare(b.opened_at));
  return html`<ul class="rows risks" tabindex="0" aria-label="Open risks">
    ${risks.map((risk) => html`<li key=${risk.risk_id} class=${risk.acknowledged_by ? "known" : ""}>
      <${Severity} of=${risk.severity} />
      <span class="what"><b>${ruleText(risk.rule)}</b> ${sentence(word(risk.message, 300))}
        ${risk.acknowledged_by && html` <span class="soft">${word(risk.acknowledged_by, 40)} knows.</span>`}</span>
      <span class="since" title=${momentText(Date.parse(risk.opened_at))}>${sinceText(now - Date.parse(risk.opened_at))}</span>
      ${place.moment === null && !risk.acknowledged_by && html`<button class="small" onClick=${() => actions.acknowledge(risk)}
        aria-label="Acknowledge: ${word(risk.message, 120)}">Acknowledge</button>`}
    </li>`)}
  </ul>`;
}
