// The server itself: whether its parts are well.

import { concerns } from "../../state/concerns.js";
import { word } from "../../text.js";
import { html } from "../html.js";
import { NoData, sentence } from "../parts.js";

export function ServerView({ library }) {
  const { value, failure } = library.want("/health", concerns.nothing());
  return html`<main class="page server" id="main" tabindex="-1">
    <h2>This server</h2>
    ${value
      ? html`<ul class="rows">${Object.entries(value.components).map(([name, part]) => html`<li>
          <b>${word(name, 60)}</b> <span class="what">${sentence(word(part.detail || part.status, 300))}</span></li>`)}</ul>`
      : html`<${NoData} title=${failure ? "It could not be read" : "Reading…"} reason=${failure?.message} />`}
  </main>`;
}
