import { family } from "../../words.js";
import { indentJson, visible } from "../../text.js";
import { html } from "../html.js";

/** Characters of an event's text that are drawn; the whole can be copied. */
const DRAWN_CHARS_MAX = 100_000;

/** One event as the server keeps it, beside the rows. */
export function Details({ details, reading, actions }) {
  const { row, text, failure } = details;
  const pretty = text === null ? null : indentJson(text);
  return html`<aside class="details" aria-label="The selected event">
    <div class="bar of-${family(row.type)}">
      <h2><i class="dot"></i>${row.type}</h2>
      <button class="icon" onClick=${() => reading.close()} aria-label="Close the event" title="Close (Esc)">×</button>
    </div>
    <dl>
      <dt>Event</dt>
      <dd><code>${row.id}</code></dd>
      <dt>When</dt>
      <dd><time>${new Date(row.at).toISOString()}</time></dd>
      <dt>Project</dt>
      <dd>${row.project ? visible(row.project) : "none"}</dd>
      <dt>Source</dt>
      <dd>${row.source ? visible(row.source) : "not told"}</dd>
    </dl>
    <p class="actions">
      <button onClick=${() => actions.narrow({ types: [row.type] })}>Only this type</button>
      ${row.project && html`<button onClick=${() => actions.narrow({ project: row.project })}>Only this project</button>`}
      <button disabled=${text === null} onClick=${() => actions.copy(pretty)}>Copy JSON</button>
    </p>
    ${failure && html`<p class="failure">${failure}</p>`}
    <pre tabindex="0" aria-label="The event as JSON">${pretty === null
      ? failure ? "" : "Reading…"
      : pretty.slice(0, DRAWN_CHARS_MAX).split("\n").map(visible).join("\n")}</pre>
    ${pretty?.length > DRAWN_CHARS_MAX && html`<p>Cut after ${DRAWN_CHARS_MAX} characters: copy it for the rest.</p>`}
  </aside>`;
}
