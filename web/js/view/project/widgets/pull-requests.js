// Pull requests: those that wait for somebody first, then what ended last.

import { agoText } from "../../../figures.js";
import { concerns } from "../../../state/concerns.js";
import { count, word } from "../../../text.js";
import { html } from "../../html.js";
import { Face, NoData, shown, Tag } from "../../parts.js";
import { Outside } from "../outside.js";

const isOpen = ({ status }) => status === "open" || status === "draft";

export function Widget({ library, path, place, now }) {
  return shown(library.want(`${path}/pull-requests?limit=60`, concerns.delivery(place.project)), ({ pull_requests: all }) => {
    if (all.length === 0) return html`<${NoData} title="No pull request yet" />`;
    const pulls = [...all.filter(isOpen).reverse(), ...all.filter((one) => !isOpen(one))];
    return html`<ul class="rows pulls" tabindex="0" aria-label="Pull requests">${pulls.map((one) => html`<li key=${one.pr_id}>
      <${Tag} of=${one.status} />
      <span class="what"><${Outside} url=${one.github_url}>${one.number !== null && html`<span class="soft">#${one.number}</span> `}${word(one.title, 160)}<//>
        ${isOpen(one) && one.first_review_at === null && html` <span class="waits">no review yet</span>`}
        ${one.additions !== null && html` <span class="plus">+${count(one.additions)}</span>`}${one.deletions !== null && html` <span class="minus">−${count(one.deletions)}</span>`}</span>
      <span class="since">${agoText(now - Date.parse(isOpen(one) ? one.created_at : (one.ended_at ?? one.updated_at)))}</span>
      ${one.author && html`<${Face} name=${one.author} />`}</li>`)}</ul>`;
  });
}
