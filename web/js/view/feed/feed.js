// The rows. However many there are, only those in sight (and a few around) exist as elements.

import { family } from "../../words.js";
import { visible, when } from "../../text.js";
import { Component, html } from "../html.js";
import { Empty } from "./empty.js";

/** Rows drawn above and below the ones in sight. */
const AROUND = 8;
/** So many rows before the end, older ones are read. */
const READ_ON_ROWS = 20;
/** A row that came within this many milliseconds is shown as fresh. */
const FRESH_MILLIS = 1_200;

export const rowElementId = (row) => `row-${row.id.replaceAll(" ", "-")}`;

export class Feed extends Component {
  #scroller = null;
  #observer = null;
  #top = 0;
  #anchor = null;
  #rowHeight = 30;
  #height = 600;
  #wantedTop = null;

  componentDidMount() {
    this.#observer = new ResizeObserver(() => this.#measure());
    this.#observer.observe(this.#scroller);
    this.#measure();
    this.props.onMount(this);
  }

  componentWillUnmount() {
    this.#observer.disconnect();
  }

  /** A reader who has scrolled down keeps the row in sight while others come in above it. */
  componentDidUpdate() {
    if (this.#wantedTop === null || Math.abs(this.#scroller.scrollTop - this.#wantedTop) < 1) return;
    this.#scroller.scrollTop = this.#wantedTop;
  }

  #measure() {
    this.#height = this.#scroller.clientHeight;
    this.#rowHeight = parseFloat(getComputedStyle(this.#scroller).getPropertyValue("--row-height")) || 30;
    this.props.actions.changed();
  }

  #onScroll = () => {
    this.#top = this.#scroller.scrollTop;
    this.#anchor = this.#top < this.#rowHeight / 2 ? null : this.#anchorAt(this.#top);
    this.#readOn();
    this.props.actions.changed();
  };

  /** Near the end the rows before it are read, so that one scrolls through all of the log. */
  #readOn() {
    const { session } = this.props;
    const left = this.#scroller.scrollHeight - this.#scroller.clientHeight - this.#top;
    if (left < READ_ON_ROWS * this.#rowHeight && session.canLoadOlder && !session.isLoadingOlder) session.older();
  }

  #anchorAt(top) {
    const { rows } = this.props;
    const index = Math.min(rows.length - 1, Math.floor(top / this.#rowHeight));
    const row = rows[rows.length - 1 - index];
    return row ? { row, index, offset: top - index * this.#rowHeight } : null;
  }

  /** Where to look now: at the newest row, or at the anchor wherever it has moved to. */
  #place(rows) {
    this.#wantedTop = null;
    if (this.#anchor === null) return 0;
    const at = rows.lastIndexOf(this.#anchor.row);
    if (at < 0) return this.#top;
    const index = rows.length - 1 - at;
    if (index !== this.#anchor.index) {
      this.#anchor.index = index;
      this.#top = index * this.#rowHeight + this.#anchor.offset;
      this.#wantedTop = this.#top;
    }
    return this.#top;
  }

  /** Brings a row into sight; called by the keyboard. */
  reveal(index) {
    const top = index * this.#rowHeight;
    const scroller = this.#scroller;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + this.#rowHeight > scroller.scrollTop + this.#height) {
      scroller.scrollTop = top + this.#rowHeight - this.#height;
    }
  }

  get page() {
    return Math.max(1, Math.floor(this.#height / this.#rowHeight) - 1);
  }

  toNewest() {
    this.#scroller.scrollTop = 0;
  }

  focus() {
    this.#scroller.focus();
  }

  render({ session, reading, rows, now, actions }) {
    const { selected } = reading;
    const top = this.#place(rows);
    const above = this.#anchor?.index ?? 0;
    const first = Math.max(0, Math.floor(top / this.#rowHeight) - AROUND);
    const last = Math.min(rows.length, Math.ceil((top + this.#height) / this.#rowHeight) + AROUND);
    const drawn = [];
    for (let i = first; i < last; i++) drawn.push(rows[rows.length - 1 - i]);
    const active = selected && drawn.some(({ id }) => id === selected.id) ? rowElementId(selected) : undefined;
    return html`<section class="feed" aria-label="Events, newest first">
      <div class="columns" aria-hidden="true">
        <span class="when">When</span><span class="type">Type</span><span class="project">Project</span>
        <span class="what">What</span>
      </div>
      <div
        id="feed"
        class="scroller"
        role="group"
        tabindex="0"
        aria-label="Events, newest first"
        aria-activedescendant=${active}
        aria-busy=${session.history === "loading"}
        ref=${(element) => (this.#scroller = element)}
        onScroll=${this.#onScroll}
        onKeyDown=${reading.onKey}
      >
        <div class="length" role="grid" aria-label="Events" aria-readonly="true" aria-colcount="4" aria-rowcount=${rows.length} style=${{ height: `${rows.length * this.#rowHeight}px` }}>
          <div class="window" role="presentation" style=${{ transform: `translateY(${first * this.#rowHeight}px)` }}>
            ${drawn.map((row, i) => {
              const rest = { key: row.id, row, index: first + i, isSelected: row.id === selected?.id, now, reading };
              return row.kind === "gap" ? html`<${GapRow} ...${rest} />` : html`<${EventRow} ...${rest} />`;
            })}
          </div>
        </div>
        <${End} session=${session} rows=${rows} actions=${actions} />
      </div>
      ${above > 2 && html`<button class="newest" onClick=${() => this.toNewest()}>↑ Newest</button>`}
    </section>`;
  }
}

/** Redrawn only when something that it shows has changed: at high rates most rows only move. */
class EventRow extends Component {
  shouldComponentUpdate(next) {
    const { row, index, isSelected, now } = this.props;
    const isFresh = (at) => at - row.cameAt < FRESH_MILLIS;
    return (
      next.row !== row ||
      next.index !== index ||
      next.isSelected !== isSelected ||
      isFresh(now) !== isFresh(next.now) ||
      new Date(now).getDate() !== new Date(next.now).getDate()
    );
  }

  render({ row, index, isSelected, now, reading }) {
    const fresh = now - row.cameAt < FRESH_MILLIS ? "fresh" : "";
    const said = row.parts.map((p) => p.text).join(" ");
    return html`<div
      id=${rowElementId(row)}
      class="row of-${family(row.type)} ${fresh}"
      role="row"
      data-id=${row.id}
      aria-rowindex=${index + 1}
      aria-selected=${isSelected}
      onClick=${() => reading.select(row)}
    >
      <span class="when" role="gridcell">
        <time datetime=${new Date(row.at).toISOString()} title=${new Date(row.at).toISOString()}>${when(row.at, now)}</time>
      </span>
      <span class="type" role="gridcell"><i class="dot"></i>${row.type}</span>
      <span class="project" role="gridcell">${row.project ? visible(row.project) : html`<span class="none">–</span>`}</span>
      <span class="what" role="gridcell" title=${said}>
        ${row.parts.map((p) => html`<span class=${p.as}>${p.text}</span>`)}
        ${row.times > 1 && html`<span class="dim">${row.times} times</span>`}
      </span>
    </div>`;
  }
}

function GapRow({ row, index, now }) {
  return html`<div id=${rowElementId(row)} class="row gap" role="row" aria-rowindex=${index + 1} data-gap=${row.requested}>
    <span class="when" role="gridcell">${when(row.at, now)}</span>
    <span class="what" role="gridcell" title="${row.requested} to ${row.oldestAvailable ?? "now"}">
      <strong>Gap</strong>${" "}The server no longer keeps what came between ${when(row.from, now)} and
      ${" "}${when(row.to, now)}.
    </span>
  </div>`;
}

function End({ session, rows, actions }) {
  if (rows.length === 0) return html`<${Empty} session=${session} actions=${actions} />`;
  if (session.canLoadOlder) {
    return html`<p class="end">
      <button onClick=${() => session.older()} disabled=${session.isLoadingOlder}>
        ${session.isLoadingOlder ? "Reading…" : "Show older events"}
      </button>
    </p>`;
  }
  return html`<p class="end">
    ${session.hasOlder
      ? "This page keeps no more rows. The history API has the rest: GET /api/v1/events."
      : "This is the beginning of what the server keeps."}
  </p>`;
}
