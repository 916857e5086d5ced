// Throughput: tasks finished a day.

import { numberText } from "../../../figures.js";
import { concerns } from "../../../state/concerns.js";
import { html } from "../../html.js";
import { NoData, shown } from "../../parts.js";
import { Chart } from "../chart.js";

export function Widget({ library, path, place, explain }) {
  return shown(library.want(`${path}/figures/throughput?timeframe=30d&limit=1`, concerns.tasks(place.project)), (figure) =>
    figure.value === null
      ? html`<${NoData} reason=${figure.reason} />`
      : html`<p class="lead"><button class="figure" onClick=${() => explain("throughput")}>${numberText(figure.value)} tasks</button>${" "}
          <span class="soft">finished in 30 days</span></p>
        <${Chart} label="Tasks finished, day by day" kind="bars" unit="tasks" height=${196}
          at=${figure.series.map(({ at }) => Date.parse(at) / 1_000)}
          lines=${[{ name: "Finished", ink: "accent", values: figure.series.map(({ value }) => value) }]} />`);
}
