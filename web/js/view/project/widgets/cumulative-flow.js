// Cumulative flow: how many tasks are in each state at the end of each day, one band above the other.

import { concerns } from "../../../state/concerns.js";
import { html } from "../../html.js";
import { NoData, shown } from "../../parts.js";
import { Chart } from "../chart.js";

/** From the ground up: what is done is the ground that all else stands on. */
const BANDS = [
  ["done", "Done", "good"],
  ["in_review", "In review", "info"],
  ["in_progress", "In progress", "accent"],
  ["blocked", "Blocked", "bad"],
  ["todo", "To do", "ink-faint"],
];

export function Widget({ library, path, place }) {
  return shown(library.want(`${path}/flow?timeframe=30d`, concerns.tasks(place.project)), ({ cumulative }) => {
    if (cumulative.every((day) => BANDS.every(([state]) => day[state] === 0))) return html`<${NoData} reason="there is no task yet" />`;
    const sums = cumulative.map(() => 0);
    const lines = BANDS.map(([state, name, ink]) => ({
      name, ink, width: 1.5, fill: 34, values: cumulative.map((day, i) => (sums[i] += day[state])),
    }));
    // The highest is drawn first, so that each band covers the part of it that is not its own.
    const bands = lines.slice(1).map((line, i) => ({ between: [i + 1, i], ink: line.ink }));
    return html`<${Chart} label="Tasks in each state, day by day, one above the other" unit="tasks" height=${216}
      at=${cumulative.map(({ day }) => Date.parse(`${day}T00:00:00Z`) / 1_000)}
      lines=${lines.map((line, i) => (i === 0 ? line : { ...line, fill: undefined }))} bands=${bands} />`;
  });
}
