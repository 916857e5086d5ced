// The way through time: a slider over all that the journal keeps, playing, and the way back to the present.

import { momentText } from "../../figures.js";
import { SPEEDS } from "../../state/travel.js";
import { Component, html } from "../html.js";

const HOUR_MILLIS = 3_600_000;
const DAY_MILLIS = 24 * HOUR_MILLIS;
const MINUTE_MILLIS = 60_000;
const PAGE_KEYS = { PageUp: DAY_MILLIS, PageDown: -DAY_MILLIS };
const SPEED_WORDS = { 1: "as it was", 10: "10 times", 60: "a minute a second", 600: "10 minutes a second", 1_000: "1,000 times" };

export class Rail extends Component {
  #onSlide = ({ currentTarget }) => {
    const { travel, actions } = this.props;
    travel.pause();
    actions.lookFrom(Number(currentTarget.value));
  };

  #onKey = (event) => {
    const step = PAGE_KEYS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.props.actions.lookFrom(this.props.travel.atMillis + step);
  };

  render({ travel, oldest, now, reason, actions }) {
    const at = travel.atMillis;
    const from = Math.min(oldest ?? at, at);
    return html`<section class="rail" aria-label="Time travel">
      <div class="moment"><b>${momentText(at)}</b><span class="soft">as it was then</span></div>
      <button class="icon" onClick=${travel.isPlaying ? () => travel.pause() : () => travel.play()}
        aria-label=${travel.isPlaying ? "Stop playing" : "Play forward"} title=${travel.isPlaying ? "Stop" : "Play forward"}>
        ${travel.isPlaying ? "❚❚" : "▶"}</button>
      <label class="speed"><span class="hidden">Speed</span>
        <select value=${travel.speed} onChange=${(e) => actions.chooseSpeed(Number(e.currentTarget.value))}>
          ${SPEEDS.map((speed) => html`<option value=${speed}>${SPEED_WORDS[speed]}</option>`)}
        </select></label>
      <span class="ends">${momentText(from)}</span>
      <input type="range" min=${from} max=${now} step=${MINUTE_MILLIS} value=${at} aria-label="Moment"
        aria-valuetext=${momentText(at)} onInput=${this.#onSlide} onKeyDown=${this.#onKey} />
      <span class="ends">now</span>
      <button onClick=${() => actions.copyLink()}>Copy link</button>
      <button class="primary" onClick=${() => actions.lookFrom(null)}>Back to now</button>
      ${reason && html`<p class="failure" role="alert">${reason}</p>`}
    </section>`;
  }
}
