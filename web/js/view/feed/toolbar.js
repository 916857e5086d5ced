import { family } from "../../words.js";
import { count } from "../../text.js";
import { TEXT_LENGTH_MAX } from "../../session.js";
import { html } from "../html.js";

/** Chips that stand there until all are asked for; on a narrow screen. */
const CHIPS_MAX = 14;
const CHIPS_MAX_NARROW = 5;

export function Toolbar({ session, reading, shown, actions }) {
  const { filter } = session;
  const isNarrow = filter.types.length > 0 || filter.project !== "" || filter.text !== "";
  return html`<section class="tools" aria-label="Filter">
    <label class="search">
      <span class="hidden">Search what events say</span>
      <input
        id="search"
        type="search"
        placeholder="Search what events say"
        autocomplete="off"
        spellcheck=${false}
        maxlength=${TEXT_LENGTH_MAX}
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
    <${Types} session=${session} reading=${reading} actions=${actions} />
    <p class="shown" data-shown=${shown}>
      ${count(shown)} ${shown === 1 ? "row" : "rows"}
      ${isNarrow && html`<button class="small" onClick=${actions.clearFilter}>Clear filter</button>`}
    </p>
  </section>`;
}

/** A button per type seen (or chosen): none pressed is all of them. */
function Types({ session, reading, actions }) {
  const areAllOpen = reading.areAllTypesOpen;
  const chosen = session.filter.types;
  const toggle = (type) =>
    actions.narrow({ types: chosen.includes(type) ? chosen.filter((t) => t !== type) : [...chosen, type] });
  const all = choices(session.types, ...chosen);
  const most = globalThis.matchMedia?.("(max-width: 700px)").matches ? CHIPS_MAX_NARROW : CHIPS_MAX;
  const isLong = all.length > most + 1;
  const shown = isLong && !areAllOpen ? all.filter((type, i) => i < most || chosen.includes(type)) : all;
  return html`<div class="types" role="group" aria-label="Types">
    <button class="chip" aria-pressed=${chosen.length === 0} onClick=${() => actions.narrow({ types: [] })}>All</button>
    ${shown.map(
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
    ${isLong &&
    html`<button class="chip more" aria-expanded=${areAllOpen} onClick=${() => reading.toggleTypes()}>
      ${areAllOpen ? "Fewer" : `${count(all.length - shown.length)} more`}
    </button>`}
  </div>`;
}

function choices(seen, ...chosen) {
  return [...new Set([...seen, ...chosen.filter(Boolean)])].sort();
}
