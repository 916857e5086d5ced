// Events per minute over the last hour. A minute of which not every event is known has no figure: null, never zero.

import { isAfter } from "./model.js";

export const MINUTES = 60;
const MINUTE = 60_000;
/** Holes told apart; more are drawn together, which only claims to know less. */
const HOLES_MAX = 32;

const minuteOf = (millis) => Math.floor(millis / MINUTE);

export class Rates {
  #byMinute = new Map();
  #knownFrom = Infinity;
  #holes = [];
  /** The server has counted the events up to here. */
  #countedTo = null;

  /** @param summary what the server has counted, or null where nothing is known yet */
  constructor(summary = null) {
    if (summary === null) return;
    this.#countedTo = summary.asOf;
    for (const { at, events } of summary.minutes) this.#byMinute.set(minuteOf(at), events);
    this.coverFrom(summary.minutes[0].at);
  }

  /** All events at or after this time have been counted, or will be as they come. */
  coverFrom(millis) {
    this.#knownFrom = Math.min(this.#knownFrom, millis);
  }

  /** Events of this stretch never reached the page: its minutes have no figure. */
  hole(fromMillis, toMillis) {
    this.#holes.push({ from: minuteOf(fromMillis), to: minuteOf(toMillis) });
    if (this.#holes.length > HOLES_MAX) {
      const [first, second] = this.#holes.splice(0, 2);
      this.#holes.unshift({ from: first.from, to: second.to });
    }
  }

  /** An event that came live. One that the server has counted already is not counted again. */
  count({ id, at }) {
    if (this.#countedTo === null || isAfter(id, this.#countedTo)) this.add(at);
  }

  add(millis) {
    const minute = minuteOf(millis);
    const before = this.#byMinute.get(minute);
    if (before !== null) this.#byMinute.set(minute, (before ?? 0) + 1);
    if (before === undefined && this.#byMinute.size > 2 * MINUTES) this.#forget(minute);
  }

  #forget(newest) {
    for (const minute of this.#byMinute.keys()) if (minute < newest - MINUTES) this.#byMinute.delete(minute);
  }

  /** The last hour, oldest first: `{ minute, events }`; the last one is still running. */
  window(now) {
    const running = minuteOf(now);
    return Array.from({ length: MINUTES }, (_, i) => {
      const minute = running - MINUTES + 1 + i;
      const isInHole = this.#holes.some(({ from, to }) => from <= minute && minute <= to);
      const isKnown = minute * MINUTE >= this.#knownFrom && !isInHole;
      const events = this.#byMinute.get(minute);
      return { minute: minute * MINUTE, events: isKnown && events !== null ? (events ?? 0) : null };
    });
  }

  /** Events of the whole window, or null where a minute of it is not known. */
  total(now) {
    return this.window(now).reduce((sum, { events }) => (sum === null || events === null ? null : sum + events), 0);
  }
}
