// Arranging the widgets: the bar above them, and what stands on each of them meanwhile.

import { plural } from "../../text.js";
import { REFRESH_RATES } from "../../state/desk.js";
import { html } from "../html.js";
import { WIDGETS } from "./arrangement.js";

const LAYOUTS = { standard: "Standard", minimal: "Minimal", custom: "My own" };

/** Which layout is shown; or, while it is arranged, what can be added, and the way out. */
export function LayoutBar({ desk, place, actions }) {
  if (desk.draft === null) {
    return html`<div class="layout-bar">
      <label>Layout <select value=${desk.name} onChange=${(e) => desk.choose(e.currentTarget.value)}>
        ${Object.entries(LAYOUTS).map(([name, text]) => html`<option value=${name}>${text}</option>`)}</select></label>
      ${place.moment === null && html`<button class="small" onClick=${() => desk.begin()}>Arrange</button>`}
    </div>`;
  }
  return html`<div class="layout-bar arranging" role="group" aria-label="Arrange the widgets">
    <label>Add <select value="" disabled=${desk.missing.length === 0} onChange=${(e) => e.currentTarget.value && desk.add(e.currentTarget.value)}>
      <option value="">${desk.missing.length === 0 ? "all are there" : "a widget"}</option>
      ${desk.missing.map((id) => html`<option value=${id}>${WIDGETS[id].title}</option>`)}</select></label>
    <label>Read again every <select value=${desk.refreshRate} onChange=${(e) => ((desk.refreshRate = Number(e.currentTarget.value)), actions.changed())}>
      ${[...new Set([...REFRESH_RATES, desk.refreshRate])].map((millis) => html`<option value=${millis}>${plural(millis / 1_000, "second")} at most</option>`)}</select></label>
    <span class="soft">Drag a widget by its title, or use its buttons.</span>
    <span class="grow"></span>
    <button onClick=${() => desk.cancel()}>Cancel</button>
    <button class="primary" disabled=${desk.draft.length === 0} onClick=${() => actions.saveLayout()}>Keep as my own</button>
  </div>`;
}

/** The buttons on a widget that is being arranged. */
export function Handles({ id, desk }) {
  const { title } = WIDGETS[id];
  const button = (sign, label, run) => html`<button class="icon small" aria-label="${title}: ${label}" title=${label} onClick=${run}>${sign}</button>`;
  return html`<span class="handles">
    ${button("←", "earlier", () => desk.move(id, -1))}${button("→", "later", () => desk.move(id, 1))}
    ${button("⇤", "narrower", () => desk.resize(id, -1, 0))}${button("⇥", "wider", () => desk.resize(id, 1, 0))}
    ${button("⤒", "lower", () => desk.resize(id, 0, -1))}${button("⤓", "higher", () => desk.resize(id, 0, 1))}
    ${button("×", "remove", () => desk.remove(id))}
  </span>`;
}
