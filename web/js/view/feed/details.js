// One event beside the rows: what it says in words, with the whole of it behind.

import { family } from "../../words.js";
import { indentJson, visible, word } from "../../text.js";
import { html } from "../html.js";
import { Outside } from "../project/outside.js";

/** Characters of an event's text that are drawn; the whole can be copied. */
const DRAWN_CHARS_MAX = 100_000;
const FIELDS_MAX = 100;
const TEXT_LENGTH_MAX = 2_000;

export function Details({ details, reading, actions }) {
  const { row, text, failure, isRaw } = details;
  const event = text === null ? null : JSON.parse(text);
  const type = event?.type ?? row.type ?? "";
  const pretty = text === null ? null : indentJson(text);
  const project = event?.project_id ?? row.project;
  const source = event?.source ?? row.source;
  return html`<aside class="details" aria-label="The selected event">
    <div class="bar of-${family(type)}">
      <h2><i class="dot"></i>${type}</h2>
      <button class="icon" onClick=${() => reading.close()} aria-label="Close the event" title="Close (Esc)">×</button>
    </div>
    <dl>
      <dt>Event</dt>
      <dd><code>${row.id}</code></dd>
      <dt>When</dt>
      <dd><time>${new Date(row.at).toISOString()}</time></dd>
      <dt>Project</dt>
      <dd>${project ? visible(project) : "none"}</dd>
      <dt>Source</dt>
      <dd>${source ? visible(source) : "not told"}</dd>
    </dl>
    ${failure && html`<p class="failure">${failure}</p>`}
    ${event && html`<${Fields} data=${event.data ?? {}} />`}
    <p class="actions">
      <button onClick=${() => actions.narrow({ types: [type] })}>Only this type</button>
      ${project && html`<button onClick=${() => actions.narrow({ project })}>Only this project</button>`}
      <button onClick=${() => actions.copyLink()}>Copy link</button>
      <button onClick=${() => actions.copy(curlOf(row.id, actions.isGuarded()))}>Copy as curl</button>
      <button disabled=${text === null} onClick=${() => actions.copy(pretty)}>Copy JSON</button>
      <button aria-expanded=${isRaw} disabled=${text === null} onClick=${() => ((details.isRaw = !isRaw), actions.changed())}>
        ${isRaw ? "Hide JSON" : "Show JSON"}</button>
    </p>
    ${text === null && !failure && html`<p class="soft">Reading…</p>`}
    ${isRaw && pretty !== null && html`<pre tabindex="0" aria-label="The event as JSON">${pretty.slice(0, DRAWN_CHARS_MAX).split("\n").map(visible).join("\n")}</pre>
      ${pretty.length > DRAWN_CHARS_MAX && html`<p>Cut after ${DRAWN_CHARS_MAX} characters: copy it for the rest.</p>`}`}
  </aside>`;
}

/** Fields that stand above already. */
const ABOVE = new Set(["project_id", "timestamp"]);

function Fields({ data }) {
  const fields = Object.entries(data).filter(([name]) => !ABOVE.has(name));
  return html`<dl class="fields">${fields.slice(0, FIELDS_MAX).map(([name, value]) => html`
    <dt>${word(name, 60).replaceAll("_", " ")}</dt><dd>${shownValue(value)}</dd>`)}
    ${fields.length > FIELDS_MAX && html`<dt>and ${fields.length - FIELDS_MAX} more</dt><dd>in its JSON</dd>`}</dl>`;
}

/** Lists in lines, texts as they are; what has members of its own, as JSON. */
function shownValue(value) {
  if (value === null) return html`<span class="soft">none</span>`;
  if (typeof value === "string") return html`<${Outside} url=${value}>${word(value, TEXT_LENGTH_MAX)}<//>`;
  if (typeof value !== "object") return word(value);
  const isList = Array.isArray(value) && value.every((one) => one === null || typeof one !== "object");
  if (isList) return value.slice(0, FIELDS_MAX).map((one) => html`<span class="line">${word(one, 400)}</span>`);
  return html`<code>${visible(JSON.stringify(value).slice(0, TEXT_LENGTH_MAX))}</code>`;
}

function curlOf(id, isGuarded) {
  const token = isGuarded ? ' -H "Authorization: Bearer $TOKEN"' : "";
  return `curl${token} ${globalThis.location.origin}/api/v1/events/${id}`;
}
