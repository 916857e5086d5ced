// Commits, newest first.

import { agoText } from "../../../figures.js";
import { eventsUntil } from "../../../state/library.js";
import { concerns } from "../../../state/concerns.js";
import { count, firstLine, plural, word } from "../../../text.js";
import { Component, html } from "../../html.js";
import { Face, NoData, shown } from "../../parts.js";

const SHOWN = 50;
const FILES_SHOWN = 100;

export class Widget extends Component {
  state = { opened: null };

  render({ library, place, now }, { opened }) {
    const path = `/events?project_id=${encodeURIComponent(place.project)}&event_types=commit&order=desc&limit=${SHOWN}`;
    return shown(library.want(path, concerns.commits(place.project), eventsUntil), ({ events }) =>
      events.length === 0
        ? html`<${NoData} title="No commit yet" />`
        : html`<ul class="rows commits" tabindex="0" aria-label="Commits">${events.map((event) => html`<${Commit} key=${event.event_id} event=${event} now=${now}
            isOpen=${opened === event.event_id} toggle=${() => this.setState({ opened: opened === event.event_id ? null : event.event_id })} />`)}</ul>`);
  }
}

function Commit({ event: { data, timestamp }, now, isOpen, toggle }) {
  const files = Array.isArray(data.files_changed) ? data.files_changed.filter((file) => typeof file === "string") : [];
  return html`<li>
    <code>${word(data.commit_hash ?? "", 60).slice(0, 8)}</code>
    <span class="what"><button class="plain-text" aria-expanded=${isOpen} onClick=${toggle}>${firstLine(data.message, 160) || "No message"}</button>
      ${typeof data.insertions === "number" && html` <span class="plus">+${count(data.insertions)}</span>`}${typeof data.deletions === "number" && html` <span class="minus">−${count(data.deletions)}</span>`}
      ${isOpen && html`<span class="opened">${data.branch && html`<span class="soft">on ${word(data.branch, 80)}, ${plural(files.length, "file")}</span>`}
        ${files.length > 0 && html`<ul class="paths">${files.slice(0, FILES_SHOWN).map((file) => html`<li>${word(file, 400)}</li>`)}</ul>`}</span>`}</span>
    <span class="since">${agoText(now - timestamp * 1_000)}</span>
    ${typeof data.author === "string" && data.author !== "" && html`<${Face} name=${data.author} />`}
  </li>`;
}
