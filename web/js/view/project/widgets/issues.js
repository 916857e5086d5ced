// Issues: the open ones, the most urgent first, then what was closed last.

import { agoText } from "../../../figures.js";
import { concerns } from "../../../state/concerns.js";
import { word } from "../../../text.js";
import { html } from "../../html.js";
import { Face, NoData, shown, Tag } from "../../parts.js";

const URGENCY = ["critical", "high", "medium", "low"];
const urgency = ({ priority }) => (URGENCY.includes(priority) ? URGENCY.indexOf(priority) : URGENCY.length);

export function Widget({ library, path, place, now }) {
  return shown(library.want(`${path}/issues?limit=100`, concerns.delivery(place.project)), ({ issues }) => {
    if (issues.length === 0) return html`<${NoData} title="No issue yet" />`;
    const open = issues.filter(({ status }) => status !== "closed").toSorted((a, b) => urgency(a) - urgency(b));
    const closed = issues.filter(({ status }) => status === "closed");
    return html`<ul class="rows" tabindex="0" aria-label="Issues">${[...open, ...closed].map((one) => html`<li key=${one.issue_id} class=${one.status === "closed" ? "known" : ""}>
      <${Tag} of=${one.status === "closed" ? "closed" : (one.priority ?? one.status)} />
      <span class="what">${one.number !== null && html`<span class="soft">#${one.number}</span> `}${word(one.title, 160)}
        ${one.labels.slice(0, 3).map((label) => html` <span class="label">${word(label, 24)}</span>`)}</span>
      <span class="since">${agoText(now - Date.parse(one.closed_at ?? one.created_at))}</span>
      ${one.assigned_to && html`<${Face} name=${one.assigned_to} />`}</li>`)}</ul>`;
  });
}
