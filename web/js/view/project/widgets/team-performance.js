// Team: what each person did. No mark and no ranking: by name.

import { durationText } from "../../../figures.js";
import { concerns } from "../../../state/concerns.js";
import { count, word } from "../../../text.js";
import { html } from "../../html.js";
import { Face, NoData, shown } from "../../parts.js";

export function Widget({ library, place }) {
  const path = `/dashboard/team-performance?project_id=${encodeURIComponent(place.project)}&timeframe=30d`;
  return shown(library.want(path, concerns.work(place.project)), ({ people }) =>
    people.length === 0
      ? html`<${NoData} reason="no task has been assigned and nothing committed" />`
      : html`<table class="table"><thead><tr><th scope="col">Person</th><th scope="col">Finished</th><th scope="col">Half within</th>
          <th scope="col">In progress</th><th scope="col">Reviews</th><th scope="col">Commits</th></tr></thead>
        <tbody>${people.map((person) => html`<tr key=${person.id}>
          <th scope="row"><${Face} name=${person.id} /> <span aria-hidden="true">${word(person.id, 60)}</span></th>
          <td>${count(person.throughput)}</td>
          <td>${person.cycle_time_p50 === null ? html`<span class="soft">–</span>` : durationText(person.cycle_time_p50)}</td>
          <td>${count(person.work_in_progress)}</td><td>${count(person.reviews)}</td><td>${count(person.commits)}</td></tr>`)}</tbody></table>
        <p class="soft note">Tasks assigned, reviews given and commits authored in 30 days.</p>`);
}
