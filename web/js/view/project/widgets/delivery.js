// Delivery: the five keys of DORA, and pull requests and workflows beside them.

import { figureText } from "../../../figures.js";
import { concerns } from "../../../state/concerns.js";
import { word } from "../../../text.js";
import { html } from "../../html.js";
import { sentence, shown } from "../../parts.js";

const KEYS = [
  ["deployments", "deployment_frequency", "Deployments a day", "deployments a day"],
  ["deployments", "change_lead_time_p50", "Lead time of changes", "seconds"],
  ["deployments", "change_fail_rate", "Changes that failed", "share"],
  ["deployments", "recovery_time_p50", "Time to recover", "seconds"],
  ["deployments", "deployment_rework_rate", "Unplanned deployments", "share"],
  ["pull_requests", "pull_request_first_review_p50", "Until the first review", "seconds"],
  ["pull_requests", "pull_request_merge_p50", "Until merged", "seconds"],
  ["pull_requests", "pull_requests_open", "Open pull requests", "pull requests"],
];

export function Widget({ library, path, place, explain }) {
  return shown(library.want(`${path}/delivery?timeframe=30d`, concerns.delivery(place.project)), (delivery) => html`
    <dl class="keys-of">${KEYS.map(([group, name, title, unit]) => {
      const value = delivery[group][name] ?? null;
      return html`<div>
        <dt>${title}</dt>
        <dd>${value === null
          ? html`<button class="figure none" onClick=${() => explain(name)} title=${sentence(word(delivery.reasons?.[name] ?? "", 200))}>no data</button>`
          : html`<button class="figure" onClick=${() => explain(name)}>${figureText(value, unit)}</button>`}</dd>
      </div>`;
    })}</dl>
    <p class="soft note">The last 30 days; a figure opens to what it is made of.</p>`);
}
