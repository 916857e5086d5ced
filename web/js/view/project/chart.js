// A chart over time: lines, areas, bands, bars or dots. Colours are those of the page, in both themes; a table of the
// same figures stands behind it for those who cannot see it.

import uPlot from "../../../vendor/uplot.js";
import { figureText } from "../../figures.js";
import { word } from "../../text.js";
import { Component, html } from "../html.js";

const HEIGHT = 190;
/** Rows of the table for readers who do not see the chart; more would be no help. */
const TABLE_ROWS_MAX = 40;

const dayOf = new Intl.DateTimeFormat("en", { day: "numeric", month: "short" });
const timeOf = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hour12: false });

/**
 * @param at epoch seconds, ascending
 * @param lines `{ name, ink, values, kind, fill, width, dash, axis }`: `ink` is a colour's name in tokens.css; `kind` line
 *     (also where nothing is said), bars or dots; null values leave a gap
 * @param bands pairs of places in `lines` between which is filled: `{ between: [0, 2], ink }`
 * @param marks vertical lines: `{ at, ink, text }`
 * @param unit how values are written
 */
export class Chart extends Component {
  #frame = null;
  #plot = null;
  #observer = null;
  #shape = "";
  #inks = new Map();
  #probe = null;
  #scheme = matchMedia("(prefers-color-scheme: dark)");
  #themes = new MutationObserver(() => this.#onScheme());
  #onScheme = () => {
    this.#inks.clear();
    this.#plot.redraw();
  };

  componentDidMount() {
    this.#build();
    this.#observer = new ResizeObserver(() => this.#plot.setSize(this.#size()));
    this.#observer.observe(this.#frame);
    this.#themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    this.#scheme.addEventListener("change", this.#onScheme);
  }

  componentDidUpdate() {
    if (this.#shape !== shapeOf(this.props)) {
      this.#plot.destroy();
      this.#build();
    } else {
      this.#plot.setData(this.#data());
    }
  }

  /** A chart of the same answer is the same chart. */
  shouldComponentUpdate(next) {
    return shapeOf(next) !== shapeOf(this.props) || JSON.stringify([next.at, next.lines]) !== JSON.stringify([this.props.at, this.props.lines]);
  }

  componentWillUnmount() {
    this.#observer.disconnect();
    this.#themes.disconnect();
    this.#scheme.removeEventListener("change", this.#onScheme);
    this.#plot.destroy();
  }

  #size() {
    return { width: Math.max(120, this.#frame.clientWidth), height: this.props.height ?? HEIGHT };
  }

  #data() {
    return [this.props.at, ...this.props.lines.map(({ values }) => values)];
  }

  /** A colour as the style sheet has it now; a canvas cannot look it up itself. */
  #ink(text) {
    if (!this.#inks.has(text)) {
      this.#probe.style.color = text;
      this.#inks.set(text, getComputedStyle(this.#probe).color);
    }
    return this.#inks.get(text);
  }

  #build() {
    this.#shape = shapeOf(this.props);
    this.#plot = new uPlot(this.#options(), this.#data(), this.#frame);
  }

  #options() {
    const { lines, bands = [], marks = [], unit, kind, max } = this.props;
    const ink = (name) => () => this.#ink(`var(--${name})`);
    const faded = (name, share) => () => this.#ink(`color-mix(in srgb, var(--${name}) ${share}%, transparent)`);
    const axis = { stroke: ink("ink-faint"), grid: { stroke: ink("line"), width: 1 }, ticks: { show: false }, font: "11px system-ui, sans-serif" };
    return {
      ...this.#size(),
      cursor: { drag: { x: false, y: false }, points: { size: 6 } },
      legend: { show: lines.length > 1, live: false },
      padding: [8, 8, 0, 0],
      scales: { x: { time: true }, y: { range: (u, low, high) => [Math.min(0, low ?? 0), max ?? Math.max(1, (high ?? 1) * 1.05)] } },
      axes: [
        { ...axis, grid: { show: false }, size: 24, space: 60, values: (u, splits) => splits.map((at, i) => tick(at, splits, i)) },
        { ...axis, size: 48, space: 30, values: (u, splits) => splits.map((value) => figureText(value, unit) ?? "") },
      ],
      bands: bands.map(({ between, ink: name }) => ({ series: [between[0] + 1, between[1] + 1], fill: faded(name, 22) })),
      series: [
        { value: (u, at) => (at === null ? "" : dayOf.format(at * 1_000)) },
        ...lines.map((line) => this.#series({ kind, ...line }, ink, faded, unit)),
      ],
      hooks: { draw: [(u) => marks.forEach((mark) => drawMark(u, mark, ink))] },
    };
  }

  #series({ name, ink: of, kind = "line", fill, width = 2, dash }, ink, faded, unit) {
    const value = (u, v) => figureText(v, unit) ?? "–";
    const common = { label: name, stroke: ink(of), width, dash, value, points: { show: kind === "dots", size: 6, fill: ink(of) } };
    if (kind === "bars") return { ...common, width: 0, fill: ink(of), paths: uPlot.paths.bars({ size: [0.7, 26] }) };
    if (kind === "dots") return { ...common, width: 0, paths: () => null };
    return fill ? { ...common, fill: faded(of, fill === true ? 20 : fill) } : common;
  }

  render({ at, lines, unit, label }) {
    const from = Math.max(0, at.length - TABLE_ROWS_MAX);
    return html`<figure class="chart">
      <div class="canvas" aria-hidden="true" ref=${(frame) => (this.#frame = frame)}></div>
      <i ref=${(probe) => (this.#probe = probe)}></i>
      <div class="hidden"><table>
        <caption>${label}</caption>
        <thead><tr><th scope="col">When</th>${lines.map(({ name }) => html`<th scope="col">${word(name, 60)}</th>`)}</tr></thead>
        <tbody>${at.slice(from).map((time, i) => html`<tr><th scope="row">${dayOf.format(time * 1_000)}</th>
          ${lines.map(({ values }) => html`<td>${figureText(values[from + i], unit) ?? "no data"}</td>`)}</tr>`)}</tbody>
      </table></div>
    </figure>`;
  }
}

/** What, when it changes, needs another chart and not only other figures. */
const shapeOf = ({ lines, bands, marks, unit, kind, max, height }) =>
  JSON.stringify([lines.map(({ values, ...rest }) => rest), bands, marks, unit, kind, max, height]);

function tick(at, splits, i) {
  const isWithinADay = splits.length > 1 && splits[1] - splits[0] < 86_400;
  const date = new Date(at * 1_000);
  return isWithinADay && !(i === 0 && date.getHours() === 0) ? timeOf.format(date) : dayOf.format(date);
}

function drawMark(u, { at, ink: name, text }, ink) {
  const x = Math.round(u.valToPos(at, "x", true));
  const { left, top, width, height } = u.bbox;
  if (x < left || x > left + width) return;
  const { ctx } = u;
  ctx.save();
  ctx.strokeStyle = ink(name)();
  ctx.fillStyle = ink(name)();
  ctx.setLineDash([4, 4]);
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, top + height);
  ctx.stroke();
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textAlign = x > left + width / 2 ? "right" : "left";
  ctx.fillText(` ${text} `, x, top + 11 * devicePixelRatio);
  ctx.restore();
}
