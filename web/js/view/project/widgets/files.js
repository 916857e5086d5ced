// Files that change: those that were saved several times together, newest first.

import { agoText } from "../../../figures.js";
import { eventsUntil } from "../../../state/library.js";
import { concerns } from "../../../state/concerns.js";
import { word } from "../../../text.js";
import { html } from "../../html.js";
import { NoData, shown, Tag } from "../../parts.js";

const READ = 200;
const SHOWN = 40;

export function Widget({ library, place, now }) {
  const path = `/events?project_id=${encodeURIComponent(place.project)}&event_types=file_change&order=desc&limit=${READ}`;
  return shown(library.want(path, concerns.files(place.project), eventsUntil), ({ events }) =>
    events.length === 0
      ? html`<${NoData} title="No file has changed yet" />`
      : html`<ul class="rows files" tabindex="0" aria-label="Files that changed">${together(events).slice(0, SHOWN).map(({ event: { data, timestamp, event_id }, times }) => html`<li key=${event_id}>
          <${Tag} of=${data.change_type} />
          <span class="what path">${pathOf(data.file_path)}${times > 1 && html` <span class="label">${times} times</span>`}</span>
          <span class="since">${agoText(now - timestamp * 1_000)}</span></li>`)}</ul>`);
}

/** One entry a file, where it stands by its newest change. */
function together(events) {
  const byPath = new Map();
  for (const event of events) {
    const path = String(event.data.file_path ?? "");
    const known = byPath.get(path);
    if (known) known.times++;
    else byPath.set(path, { event, times: 1 });
  }
  return [...byPath.values()];
}

function pathOf(text) {
  const path = word(text ?? "", 400);
  const cut = path.lastIndexOf("/") + 1;
  return html`<span class="folder">${path.slice(0, cut)}</span><b>${path.slice(cut)}</b>`;
}
