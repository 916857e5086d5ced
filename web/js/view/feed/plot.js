import uPlot from "../../../vendor/uplot.js";
import { count, plural } from "../../text.js";
import { Component, html } from "../html.js";

const HEIGHT = 84;
/** The plot is drawn at most this often, in milliseconds: under load it would cost more than all rows. */
const REDRAW_MILLIS = 500;

/** Events per minute, and the figures beside them. What is not known says so. */
export function Rate({ session, now }) {
  const minutes = session.rates.window(now);
  const total = session.rates.total(now);
  const whole = minutes.slice(0, -1);
  // The running minute has its events already: after a burst it is the peak, though it may grow.
  const known = minutes.filter(({ events }) => events !== null);
  const peak = known.length ? Math.max(...known.map(({ events }) => events)) : null;
  const label =
    total === null
      ? "Events per minute over the last hour; part of it is not known."
      : `Events per minute over the last hour: ${count(total)} in all, at most ${count(peak)} in a minute.`;
  const firstKnown = minutes.findIndex(({ events }) => events !== null);
  const hasHole = firstKnown >= 0 && minutes.slice(firstKnown).some(({ events }) => events === null);
  return html`<section class="rate" aria-label="Events per minute">
    <dl class="figures">
      <${Figure} name="last minute" value=${whole.at(-1).events} />
      <${Figure} name="peak minute" value=${peak} />
      <${Figure} name="last hour" value=${total} />
      <${Figure} name="newest" text=${newest(session, now)} />
    </dl>
    <div class="plot-frame">
      <p class="caption">
        events a minute, last hour
        ${firstKnown !== 0 &&
        html` · <em>no data before ${firstKnown > 0 ? clock(minutes[firstKnown].minute) : "now"}</em>`}
        ${hasHole && html` · <em>no data where there is a gap</em>`}
      </p>
      <${Bars} minutes=${minutes} label=${label} />
    </div>
  </section>`;
}

function Figure({ name, value, text }) {
  const isKnown = text !== undefined ? text !== null : value !== null;
  return html`<div>
    <dt>${name}</dt>
    <dd class=${isKnown ? "" : "none"}>${isKnown ? (text ?? count(value)) : "no data"}</dd>
  </div>`;
}

function newest(session, now) {
  const row = session.model.rows.findLast(({ kind }) => kind === "event");
  if (!row) return null;
  const seconds = Math.max(0, Math.round((now - row.at) / 1000));
  if (seconds < 2) return "now";
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)} h ago` : `${plural(Math.floor(seconds / 86_400), "day")} ago`;
}

const clock = (millis) => new Date(millis).toTimeString().slice(0, 5);

class Bars extends Component {
  #frame = null;
  #plot = null;
  #observer = null;
  #drawn = "";
  #drawnAt = -Infinity;
  #inks = {};
  #scheme = matchMedia("(prefers-color-scheme: dark)");
  #themes = new MutationObserver(() => this.#onScheme());
  #onScheme = () => {
    this.#mix();
    this.#plot.redraw();
  };

  componentDidMount() {
    this.#mix();
    this.#plot = new uPlot(this.#options(), this.#points(), this.#frame);
    this.#observer = new ResizeObserver(() => this.#plot.setSize({ width: this.#frame.clientWidth, height: HEIGHT }));
    this.#observer.observe(this.#frame);
    this.#scheme.addEventListener("change", this.#onScheme);
    this.#themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  }

  componentWillUnmount() {
    this.#observer.disconnect();
    this.#themes.disconnect();
    this.#scheme.removeEventListener("change", this.#onScheme);
    this.#plot.destroy();
  }

  componentDidUpdate() {
    const state = this.props.minutes.map(({ minute, events }) => `${minute}:${events}`).join();
    // The page draws itself every second at least, so that the last state is never left undrawn.
    if (state === this.#drawn || performance.now() - this.#drawnAt < REDRAW_MILLIS) return;
    this.#drawn = state;
    this.#drawnAt = performance.now();
    this.#plot.setData(this.#points());
  }

  /** The colours as the style sheet has them now; a canvas cannot look them up itself. */
  #mix() {
    for (const element of this.#frame.querySelectorAll("[class^=ink-]")) {
      this.#inks[element.className] = getComputedStyle(element).color;
    }
  }

  /** Whole minutes and the running one are two series, so that the unfinished bar looks unfinished. */
  #points() {
    const { minutes } = this.props;
    const last = minutes.length - 1;
    return [
      minutes.map(({ minute }) => minute / 1000),
      minutes.map(({ events }, i) => (i < last ? events : null)),
      minutes.map(({ events }, i) => (i === last ? events : null)),
    ];
  }

  #options() {
    const ink = (name) => () => this.#inks[`ink-${name}`];
    const bars = uPlot.paths.bars({ size: [0.78, 14], radius: 0.2 });
    const axis = { stroke: ink("axis"), font: "11px system-ui, sans-serif", ticks: { show: false } };
    return {
      width: this.#frame.clientWidth || 400,
      height: HEIGHT,
      cursor: { show: false },
      legend: { show: false },
      padding: [6, 16, 0, 0],
      scales: {
        x: { time: true, range: (_, from, to) => [from - 30, to + 30] },
        y: { range: (_, _from, to) => [0, Math.max(4, to * 1.1)] },
      },
      axes: [
        { ...axis, grid: { show: false }, size: 20, gap: 3, space: 60, values: (_, all) => all.map((s) => clock(s * 1000)) },
        {
          ...axis, grid: { stroke: ink("grid"), width: 1 }, size: 42, gap: 4, space: 24,
          incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6],
          values: (_, all) => all.map((n) => (n >= 10_000 ? `${count(n / 1000)}k` : count(n))),
        },
      ],
      series: [
        {},
        { fill: ink("bar"), stroke: ink("bar"), width: 0, paths: bars, points: { show: false } },
        { fill: ink("running"), stroke: ink("running"), width: 0, paths: bars, points: { show: false } },
      ],
    };
  }

  render({ label }) {
    return html`<div class="plot" role="img" aria-label=${label} ref=${(element) => (this.#frame = element)}>
      <i class="ink-bar"></i><i class="ink-running"></i><i class="ink-axis"></i><i class="ink-grid"></i>
    </div>`;
  }
}
