// Deployments: what was deployed where, newest first.

import { agoText } from "../../../figures.js";
import { concerns } from "../../../state/concerns.js";
import { word } from "../../../text.js";
import { html } from "../../html.js";
import { NoData, shown, Tag } from "../../parts.js";
import { Outside } from "../outside.js";

export function Widget({ library, path, place, now }) {
  return shown(library.want(`${path}/deployments?limit=40`, concerns.delivery(place.project)), ({ deployments }) =>
    deployments.length === 0
      ? html`<${NoData} title="No deployment yet" />`
      : html`<ul class="rows" tabindex="0" aria-label="Deployments">${deployments.map((one) => html`<li key=${one.deployment_id}>
          <${Tag} of=${one.status} />
          <span class="what"><${Outside} url=${one.url}>${word(one.environment, 40) || "an environment without a name"}<//>${" "}
            <code>${word(one.commit_hash ?? "", 60).slice(0, 9)}</code>${one.is_rollback && html` <span class="label">rollback</span>`}${one.is_rework && html` <span class="label">unplanned</span>`}</span>
          <span class="since">${agoText(now - Date.parse(one.ended_at ?? one.started_at))}</span></li>`)}</ul>`);
}
