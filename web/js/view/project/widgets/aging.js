// Aging work: how old each task in progress is, beside how old those that were finished had become.

import { linkTo } from "../../../address.js";
import { durationText } from "../../../figures.js";
import { concerns } from "../../../state/concerns.js";
import { word } from "../../../text.js";
import { html } from "../../html.js";
import { shown, Tag } from "../../parts.js";

const ORDER = ["in_progress", "in_review", "blocked"];

export function Widget({ library, path, place }) {
  const concern = concerns.tasks(place.project);
  const { value: tasks } = library.want(`${path}/tasks?status=in_progress,in_review,blocked&limit=200`, concern);
  return shown(library.want(`${path}/flow?timeframe=90d`, concern), ({ aging }) => {
    if (aging.items.length === 0) return html`<p class="calm">Nothing is in progress.</p>`;
    const titles = new Map(tasks?.tasks.map(({ task_id, title }) => [task_id, title]));
    const oldest = Math.max(...aging.items.map(({ age, status }) => Math.max(age, aging.percentiles[status]?.p95 ?? 0)));
    const items = aging.items.toSorted((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || b.age - a.age);
    return html`<ul class="aging" tabindex="0" aria-label="Work in progress by age">${items.map(({ task_id, status, age }) => {
      const { p50 = null, p85 = null, p95 = null } = aging.percentiles[status] ?? {};
      const tone = p95 !== null && age > p95 ? "bad" : p85 !== null && age > p85 ? "warn" : "";
      return html`<li key=${task_id}>
        <a class="title" href=${linkTo({ view: "feed", project: place.project, text: task_id, moment: place.moment })}>${word(titles.get(task_id) ?? "", 100) || word(task_id, 40)}</a>
        <${Tag} of=${status} />
        <span class="age ${tone}">${durationText(age)}</span>
        <svg class="ages ${tone}" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label=${ageLabel(age, p50, p85)}>
          <rect class="own" width=${share(age, oldest)} height="6" rx="1" />
          ${[p50, p85, p95].map((at) => at !== null && html`<rect class="mark" x=${share(at, oldest) - 0.3} width="0.6" height="6" />`)}
        </svg>
      </li>`;
    })}</ul>
    <p class="soft note">Lines mark the age at which 50, 85 and 95 of 100 tasks had left that state.</p>`;
  });
}

const share = (value, whole) => (whole === 0 ? 0 : (100 * value) / whole);
const ageLabel = (age, p50, p85) =>
  `${durationText(age)} old${p50 === null ? "" : `; half left this state by ${durationText(p50)}`}${p85 === null ? "" : `, 85 of 100 by ${durationText(p85)}`}`;
