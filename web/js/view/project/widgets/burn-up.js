// Progress: how scope and what is done have grown, and where the forecast sees it go.

import { dayText, percentText, shareText } from "../../../figures.js";
import { concerns } from "../../../state/concerns.js";
import { count, plural } from "../../../text.js";
import { html } from "../../html.js";
import { NoData, sentence } from "../../parts.js";
import { Chart } from "../chart.js";

const secondsOf = (day) => Date.parse(`${day}T00:00:00Z`) / 1_000;

export function Widget({ library, path, place, now }) {
  const concern = concerns.tasks(place.project);
  const { value: flow, failure } = library.want(`${path}/flow?timeframe=90d`, concern);
  const { value: forecast } = library.want(`${path}/forecast`, concern);
  if (!flow) return html`<${NoData} title=${failure ? "It could not be read" : "Reading…"} reason=${failure?.message} />`;
  const days = fromFirst(flow.burn_up);
  if (days.length === 0) return html`<${NoData} reason="there is no task yet" />`;
  return html`
    <${Chart} ...${chartOf(days, forecast)} label="Scope and what is done, day by day, and the forecast" unit="tasks" height=${178} />
    ${forecast && html`<${Outlook} of=${forecast} now=${now} />`}`;
}

/** Days before the first task say nothing. */
function fromFirst(days) {
  const first = days.findIndex(({ scope }) => scope > 0);
  return first < 0 ? [] : days.slice(Math.max(0, first - 1));
}

function chartOf(days, forecast) {
  const cone = forecast?.cone ?? [];
  const at = [...days, ...cone].map(({ day }) => secondsOf(day));
  const blank = (list) => list.map(() => null);
  const last = days.at(-1);
  // The cone begins at what is done today, so that it grows out of the line.
  const ahead = (name) => [...blank(days.slice(1)), cone.length ? last.done : null, ...cone.map((day) => day[name])];
  return {
    at,
    lines: [
      { name: "Scope", ink: "ink-faint", values: [...days.map(({ scope }) => scope), ...cone.map(() => last.scope)], dash: [5, 4] },
      { name: "Done", ink: "accent", values: [...days.map(({ done }) => done), ...blank(cone)], fill: true },
      ...(cone.length
        ? [
            { name: "50 of 100 runs", ink: "info", values: ahead("p50"), width: 1.5, dash: [2, 3] },
            { name: "95 of 100 runs", ink: "info", values: ahead("p95"), width: 1.5, dash: [2, 3] },
          ]
        : []),
    ],
    bands: cone.length ? [{ between: [2, 3], ink: "info" }] : [],
    marks: forecast?.due_date ? [{ at: secondsOf(forecast.due_date.slice(0, 10)), ink: "bad", text: "due" }] : [],
  };
}

function Outlook({ of, now }) {
  if (of.p50 === null) return html`<p class="outlook soft">No forecast: ${sentence(of.reason ?? "there is no data")}</p>`;
  const { n, hit_85: hit } = of.calibration;
  return html`<p class="outlook">
    ${plural(of.remaining, "task")} left. Half of 10,000 runs were done by <b>${dayText(of.p50, now)}</b>, 85 of 100 by <b>${dayText(of.p85, now)}</b>.
    ${of.probability !== null && html` The due date is kept in <b>${shareText(of.probability)}</b>.`}
    <span class="soft">${n > 0 && hit !== null
      ? ` Of ${count(n)} earlier forecasts at 85 %, ${percentText(100 * hit)} came true.`
      : " There is no earlier forecast yet to compare with."}</span>
  </p>`;
}
