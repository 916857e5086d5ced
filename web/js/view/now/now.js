// What needs somebody, first; then how each project stands. For a wall screen the same, larger and without controls.

import { linkTo } from "../../address.js";
import { concerns } from "../../state/concerns.js";
import { plural } from "../../text.js";
import { Component, html } from "../html.js";
import { WhileAway } from "./away.js";
import { Card } from "./card.js";
import { grouped, Need } from "./need.js";
import { Welcome } from "./welcome.js";

export const NOW_PATH = "/dashboard/now";
/** A wall screen moves on to the next project after so long. */
const WALL_MILLIS = 12_000;
/** So many are shown until all are asked for. */
const NEEDS_SHOWN = 6;

export const wantNow = (library) => library.want(NOW_PATH, concerns.state(""));

export class Now extends Component {
  state = { isWhole: false, current: 0 };
  #timer = null;

  componentDidMount() {
    this.#timer = setInterval(() => this.props.place.isWall && this.#moveOn(), WALL_MILLIS);
  }

  componentWillUnmount() {
    clearInterval(this.#timer);
  }

  /** Brings the next card into sight, so that each is seen from afar without anybody touching anything. */
  #moveOn() {
    const cards = document.querySelectorAll(".wall .card");
    if (cards.length === 0) return;
    const current = (this.state.current + 1) % cards.length;
    this.setState({ current });
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    cards[current].scrollIntoView({ block: current === 0 ? "end" : "nearest", behavior: isStill ? "auto" : "smooth" });
  }

  #onMore = () => this.setState(({ isWhole }) => ({ isWhole: !isWhole }));

  render({ library, away, place, now, actions }, { isWhole, current }) {
    const answer = wantNow(library);
    const { value, failure } = answer;
    if (value === null) {
      return html`<main class="page" id="main" tabindex="-1">
        ${failure
          ? html`<div class="empty"><h2>It could not be read how the projects stand</h2><p>${failure.message}</p></div>`
          : html`<${Waiting} />`}
      </main>`;
    }
    if (value.projects.length === 0 && place.moment === null) {
      return html`<main class="page" id="main" tabindex="-1"><${Welcome} actions=${actions} /></main>`;
    }
    const needs = grouped(value.needs);
    const most = isWhole ? needs.length : NEEDS_SHOWN;
    const active = value.projects.filter(({ status }) => status !== "archived");
    return html`<main class="page now ${place.isWall ? "wall" : ""} ${answer.isOld ? "is-old" : ""}" id="main" tabindex="-1">
      <section class="needs" aria-labelledby="needs-title">
        <h2 id="needs-title">${title(value.needs_count)}</h2>
        ${value.needs.length > 0 &&
        html`<ul>${needs.slice(0, most).map(({ need, others }) => html`<${Need} key=${keyOf(need)} need=${need} others=${others} projects=${value.projects}
          place=${place} now=${now} actions=${actions} />`)}</ul>`}
        ${needs.length > NEEDS_SHOWN && !place.isWall &&
        html`<button class="small more" aria-expanded=${isWhole} onClick=${this.#onMore}>
          ${isWhole ? "Show fewer" : `Show ${needs.length - NEEDS_SHOWN} more`}</button>`}
      </section>
      ${away.since !== null && place.moment === null && !place.isWall && html`<${WhileAway} away=${away} cards=${active} library=${library} actions=${actions} />`}
      <section class="cards" aria-labelledby="cards-title">
        <h2 id="cards-title">${plural(active.length, "project")}</h2>
        <div class="grid">${active.map((card, i) => html`<${Card} key=${card.project_id} card=${card} isCurrent=${place.isWall && i === current} place=${place} now=${now} />`)}</div>
      </section>
      ${!place.isWall && html`<p class="foot"><a href=${linkTo({ view: "now", isWall: true })}>Show this on a wall screen</a></p>`}
    </main>`;
  }
}

const title = (count) => (count === 0 ? "Nothing needs anybody" : `${plural(count, "thing")} ${count === 1 ? "needs" : "need"} somebody`);
const keyOf = ({ kind, project_id, subject, rule }) => `${kind} ${project_id} ${subject} ${rule}`;

/** The shape of what is to come, so that nothing jumps when it is there. */
function Waiting() {
  return html`<div class="skeleton" role="status" aria-label="Reading how the projects stand">
    <i class="line"></i><i class="block"></i><div class="grid"><i class="card"></i><i class="card"></i><i class="card"></i></div>
  </div>`;
}
