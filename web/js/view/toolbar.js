import { family } from "../words.js";
import { count } from "../text.js";
import { html } from "./html.js";

export function Toolbar({ session, shown, actions }) {
  const { filter } = session;
  const isNarrow = filter.types.length > 0 || filter.project !== "" || filter.text !== "";
  return html`<section class="tools" aria-label="Filter">
    <label class="search">
      <span class="hidden">Search the rows</span>
      <input
        id="search"
        type="search"
        placeholder="Filter rows by text"
        autocomplete="off"
        spellcheck=${false}
        maxlength="200"
        value=${filter.text}
        onInput=${(e) => actions.narrow({ text: e.currentTarget.value })}
      />
      <kbd aria-hidden="true">/</kbd>
    </label>
    <label class="project">
      <span class="hidden">Project</span>
      <select id="project" value=${filter.project} onChange=${(e) => actions.narrow({ project: e.currentTarget.value })}>
        <option value="">All projects</option>
        ${choices(session.projects, filter.project).map(
          (name) => html`<option key=${name} value=${name} selected=${name === filter.project}>${name}</option>`,
        )}
      </select>
    </label>
    <button
      id="pause"
      class=${session.isPaused ? "primary" : ""}
      aria-pressed=${session.isPaused}
      onClick=${actions.togglePause}
      title="Pause or resume (p)"
    >
      ${session.isPaused ? html`▶ Resume${session.unseen > 0 && html` <b>${count(session.unseen)} new</b>`}` : "❚❚ Pause"}
    </button>
    <${Types} session=${session} actions=${actions} />
    <p class="shown" data-shown=${shown}>
      ${count(shown)} ${shown === 1 ? "row" : "rows"}
      ${isNarrow && html`<button class="small" onClick=${actions.clearFilter}>Clear filter</button>`}
    </p>
  </section>`;
}

/** A button per type seen (or chosen): none pressed is all of them. */
function Types({ session, actions }) {
  const chosen = session.filter.types;
  const toggle = (type) =>
    actions.narrow({ types: chosen.includes(type) ? chosen.filter((t) => t !== type) : [...chosen, type] });
  return html`<div class="types" role="group" aria-label="Types">
    <button class="chip" aria-pressed=${chosen.length === 0} onClick=${() => actions.narrow({ types: [] })}>All</button>
    ${choices(session.types, ...chosen).map(
      (type) => html`<button
        key=${type}
        class="chip of-${family(type)}"
        data-type=${type}
        aria-pressed=${chosen.includes(type)}
        onClick=${() => toggle(type)}
      >
        <i class="dot"></i>${type}
      </button>`,
    )}
  </div>`;
}

function choices(seen, ...chosen) {
  return [...new Set([...seen, ...chosen.filter(Boolean)])].sort();
}
