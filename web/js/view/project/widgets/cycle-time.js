// Cycle time: how long each finished task took, and what to expect.

import { durationText } from "../../../figures.js";
import { concerns } from "../../../state/concerns.js";
import { plural } from "../../../text.js";
import { html } from "../../html.js";
import { NoData, shown } from "../../parts.js";
import { Chart } from "../chart.js";

export function Widget({ library, path, place, explain }) {
  const concern = concerns.tasks(place.project);
  const { value: figures } = library.want(`${path}/figures?timeframe=30d&names=cycle_time_p50,service_level_expectation`, concern);
  return shown(library.want(`${path}/flow?timeframe=90d`, concern), ({ scatter }) => {
    if (scatter.length === 0) return html`<${NoData} reason="no task has been finished in 90 days" />`;
    const points = scatter.toSorted((a, b) => a.completed_at.localeCompare(b.completed_at));
    const expected = figures?.figures.find(({ name }) => name === "service_level_expectation")?.value ?? null;
    return html`
      <p class="lead">${expected === null
        ? html`<span class="soft">${plural(points.length, "task")} finished: too few to say what to expect.</span>`
        : html`<span>85 of 100 tasks take at most <button class="figure" onClick=${() => explain("service_level_expectation", "90d")}>${durationText(expected)}</button></span>`}</p>
      <${Chart} label="How long each task took, by the day on which it was finished" kind="dots" unit="seconds" height=${196}
        at=${points.map(({ completed_at }) => Date.parse(completed_at) / 1_000)}
        lines=${[
          { name: "A task", ink: "accent", values: points.map(({ cycle_time }) => cycle_time) },
          ...(expected === null ? [] : [{ name: "85 of 100", ink: "warn", kind: "line", width: 1.5, dash: [6, 4], values: points.map(() => expected) }]),
        ]} />`;
  });
}
