// Activity: in which hours of the last seven days something was done, and what came last.

import { linkTo } from "../../../address.js";
import { agoText } from "../../../figures.js";
import { word } from "../../../text.js";
import { family } from "../../../words.js";
import { html } from "../../html.js";
import { NoData } from "../../parts.js";

const HOURS_A_DAY = 24;
const HOUR_MILLIS = 3_600_000;
const QUARTERS = 4;
const ROWS_SHOWN = 12;
const dayName = new Intl.DateTimeFormat("en", { weekday: "short", day: "numeric" });

export function Widget({ card, session, place, library, now }) {
  const at = library.want("/dashboard/now", () => false).at ?? now;
  const rows = session.model.rows.filter(({ kind, project }) => kind === "event" && project === place.project).slice(-ROWS_SHOWN).reverse();
  return html`${card?.activity ? html`<${Strip} hours=${card.activity} at=${at} />` : html`<${NoData} />`}
    <ul class="rows newest-of" aria-label="Newest events">${rows.map((row) => html`<li key=${row.id} class="of-${family(row.type)}"><i class="dot"></i>
      <span class="what one-line">${row.parts.map(({ text }) => text).join(" ")}</span><span class="since">${agoText(now - row.at)}</span></li>`)}</ul>
    <p class="note"><a href=${linkTo({ view: "feed", project: place.project, moment: place.moment })}>All events of ${word(place.project, 60)}</a></p>`;
}

/** A row a day, a square an hour of the reader's own day; the darker, the more quarters of the hour had something in them. */
function Strip({ hours, at }) {
  const running = Math.floor(at / HOUR_MILLIS) * HOUR_MILLIS;
  const days = new Map();
  hours.forEach((quarters, i) => {
    const begins = new Date(running - (hours.length - 1 - i) * HOUR_MILLIS);
    const day = begins.toDateString();
    if (!days.has(day)) days.set(day, { begins, hours: Array(HOURS_A_DAY).fill(null) });
    days.get(day).hours[begins.getHours()] = quarters;
  });
  const active = hours.filter((quarters) => quarters > 0).length;
  return html`<div class="heat" role="img" aria-label="Something was done in ${active} of the last ${hours.length} hours">
    ${[...days.values()].map(({ begins, hours: of }) => html`<div class="day"><span>${dayName.format(begins)}</span>
      <svg viewBox="0 0 240 10" preserveAspectRatio="none" aria-hidden="true">${of.map((quarters, hour) => quarters !== null &&
        html`<rect class="q-${Math.min(QUARTERS, quarters)}" x=${hour * 10} width="9" height="10" rx="1.5" />`)}</svg></div>`)}
    <div class="day hours"><span></span><p><i>0</i><i>6</i><i>12</i><i>18</i></p></div>
  </div>`;
}
