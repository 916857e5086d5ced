// Health: the whole, and its five parts with the reason of each.

import { rounded } from "../../../figures.js";
import { concerns } from "../../../state/concerns.js";
import { word } from "../../../text.js";
import { html } from "../../html.js";
import { NoData, Bar, sentence } from "../../parts.js";

const NAMES = { schedule: "Schedule", flow: "Flow", risk: "Risk", delivery: "Delivery", activity: "Activity" };
const tone = (value) => (value >= 80 ? "" : value >= 60 ? "warn" : "bad");

export function Widget({ library, place }) {
  const path = `/dashboard/health?project_id=${encodeURIComponent(place.project)}`;
  const { value, failure } = library.want(path, concerns.state(place.project));
  if (!value) return html`<${NoData} title=${failure ? "It could not be read" : "Reading…"} reason=${failure?.message} />`;
  if (value.overall_health === null && Object.keys(value.components).length === 0) return html`<${NoData} reason=${value.reason} />`;
  return html`<ul class="components">
    ${Object.entries(value.components).map(([name, part]) => html`<li class=${part.value === null ? "none" : ""}>
      <span class="name">${NAMES[name] ?? name}</span>
      <${Bar} percent=${part.value} label=${NAMES[name] ?? name} tone=${part.value === null ? "" : tone(part.value)} />
      <span class="value">${part.value === null ? "–" : rounded(part.value)}</span>
      <span class="why">${sentence(word(part.reason, 240))}</span>
    </li>`)}
  </ul>`;
}
