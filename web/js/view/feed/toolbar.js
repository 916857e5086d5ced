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

/** A button for each family of types, the most important first; for one that has a single type, that. None pressed is all. */
function Types({ session, reading, actions }) {
  const areAllOpen = reading.areAllTypesOpen;
  const chosen = session.filter.types;
  const toggle = (types) =>
    actions.narrow({ types: types.every((type) => chosen.includes(type)) ? chosen.filter((type) => !types.includes(type)) : [...new Set([...chosen, ...types])] });
  const all = groupsOf(choices(session.types, ...chosen));
  const most = globalThis.matchMedia?.("(max-width: 700px)").matches ? CHIPS_MAX_NARROW : CHIPS_MAX;
  const isLong = all.length > most + 1;
  const isChosen = ({ types }) => types.some((type) => chosen.includes(type));
  const shown = isLong && !areAllOpen ? all.filter((group, i) => i < most || isChosen(group)) : all;
  return html`<div class="types" role="group" aria-label="Types">
    <button class="chip" aria-pressed=${chosen.length === 0} onClick=${() => actions.narrow({ types: [] })}>All</button>
    ${shown.map(
      ({ name, of, types }) => html`<button
        key=${name}
        class="chip of-${of}"
        data-type=${types.length === 1 ? types[0] : undefined}
        data-family=${types.length === 1 ? undefined : of}
        title=${types.join(", ")}
        aria-pressed=${types.every((type) => chosen.includes(type)) ? "true" : isChosen({ types }) ? "mixed" : "false"}
        onClick=${() => toggle(types)}
      >
        <i class="dot"></i>${name}
      </button>`,
    )}
    ${isLong &&
    html`<button class="chip more" aria-expanded=${areAllOpen} onClick=${() => reading.toggleTypes()}>
      ${areAllOpen ? "Fewer" : `${count(all.length - shown.length)} more`}
    </button>`}
  </div>`;
}

/** Families in the order of what people look for, each with its types; those of others' making stand for themselves. */
function groupsOf(types) {
  const groups = [];
  for (const [of, name] of GROUPS) {
    const own = types.filter((type) => family(type) === of);
    if (own.length === 1) groups.push({ name: own[0], of, types: own });
    else if (own.length > 1) groups.push({ name, of, types: own });
  }
  return [...groups, ...types.filter((type) => family(type) === "custom").map((type) => ({ name: type, of: "custom", types: [type] }))];
}

const GROUPS = [
  ["risk", "Risks"], ["agents", "Agents"], ["workflows", "Workflows"], ["tasks", "Tasks"], ["pulls", "Pull requests"], ["issues", "Issues"],
  ["deployments", "Deployments"], ["git", "Git"], ["progress", "Progress"], ["quality", "Quality"], ["ai", "AI"], ["autocommit", "Auto-commit"],
  ["projects", "Projects"], ["files", "Files"], ["system", "System"],
];

function choices(seen, ...chosen) {
  return [...new Set([...seen, ...chosen.filter(Boolean)])].sort();
}
