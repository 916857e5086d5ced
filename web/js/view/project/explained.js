// A figure opened: what it means, what went into it, how it went, and each event that made it.

import { linkTo } from "../../address.js";
import { figureText, momentText } from "../../figures.js";
import { concerns } from "../../state/concerns.js";
import { count, plural, word } from "../../text.js";
import { Component, html } from "../html.js";
import { NoData, sentence } from "../parts.js";
import { Chart } from "./chart.js";

const TIMEFRAMES = { "1h": "1 hour", "24h": "24 hours", "7d": "7 days", "30d": "30 days", "90d": "90 days" };
const EVENTS_SHOWN = 200;

/** What a figure is called on the page. */
export const figureName = (name) => {
  const text = name.replace(/_(p\d\d)$/, ", $1").replaceAll("_", " ");
  return text[0].toUpperCase() + text.slice(1);
};

/** A native modal dialog: the browser keeps the focus inside, and gives it back. */
export class Explained extends Component {
  #dialog = null;

  componentDidMount() {
    this.#dialog.showModal();
  }

  render({ library, path, place, explained, choose, close }) {
    const { name, timeframe } = explained;
    const asked = `${path}/figures/${name}?timeframe=${timeframe}&limit=${EVENTS_SHOWN}`;
    const { value, failure } = library.want(asked, concerns.state(place.project));
    return html`<dialog class="help explained" aria-labelledby="explained" ref=${(d) => (this.#dialog = d)} onClose=${close}
      onClick=${(e) => e.target === this.#dialog && this.#dialog.close()}>
      <div class="inside">
        <header><h2 id="explained">${figureName(name)}</h2>
          <label><span class="hidden">Window</span><select value=${timeframe} onChange=${(e) => choose(name, e.currentTarget.value)}>
            ${Object.entries(TIMEFRAMES).map(([id, text]) => html`<option value=${id}>${text}</option>`)}</select></label>
          <button class="icon" onClick=${() => this.#dialog.close()} aria-label="Close">×</button>
        </header>
        ${value ? html`<${Figure} of=${value} moment=${place.moment} />`
          : failure ? html`<${NoData} title="It could not be read" reason=${failure.message} />` : html`<p class="soft">Reading…</p>`}
      </div>
    </dialog>`;
  }
}

function Figure({ of, moment }) {
  const shown = figureText(of.value, of.unit);
  const series = of.series.filter(({ value }) => value !== null);
  return html`
    <p class="value">${shown ?? "No data"} ${shown && !["percent", "share", "seconds"].includes(of.unit) && html`<span class="soft">${of.unit}</span>`}</p>
    ${of.reason && html`<p>${sentence(word(of.reason, 300))}</p>`}
    <p class="definition">${word(of.definition, 400)}</p>
    <dl class="facts">
      <dt>Counted</dt><dd>n = ${count(of.n)}</dd>
      <dt>Window</dt><dd>${momentText(Date.parse(of.from))} to ${momentText(Date.parse(of.to))}</dd>
      ${of.is_partial && html`<dt>Partial</dt><dd>Part of the window lies before what the server still knows.</dd>`}
    </dl>
    ${series.length > 1 && html`<${Chart} label="How it went" height=${150} kind="bars" unit=${of.unit}
      at=${of.series.map(({ at }) => Date.parse(at) / 1_000)} lines=${[{ name: figureName(of.name), ink: "accent", values: of.series.map(({ value }) => value) }]} />`}
    <details class="made-of"><summary>${of.next_after === null ? plural(of.events.length, "event") : `The first ${plural(of.events.length, "event")}`} made it</summary>
      <ol>${of.events.map((id) => html`<li><a href=${linkTo({ view: "feed", moment: id })}>${id}</a></li>`)}</ol>
      ${moment === null && of.events.length === 0 && html`<p class="soft">None did.</p>`}
    </details>`;
}
