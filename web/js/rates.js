// Events per minute over the last hour. A minute of which not every event is known has no figure: null, never zero.

export const MINUTES = 60;
const MINUTE = 60_000;
/** Holes told apart; more are drawn together, which only claims to know less. */
const HOLES_MAX = 32;

const minuteOf = (millis) => Math.floor(millis / MINUTE);

export class Rates {
  #byMinute = new Map();
  #knownFrom = Infinity;
  #holes = [];

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

  get knownFrom() {
    return this.#knownFrom;
  }

  add(millis) {
    const minute = minuteOf(millis);
    const before = this.#byMinute.get(minute);
    this.#byMinute.set(minute, (before ?? 0) + 1);
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
      return { minute: minute * MINUTE, events: isKnown ? (this.#byMinute.get(minute) ?? 0) : null };
    });
  }

  /** Events of the whole window, or null where a minute of it is not known. */
  total(now) {
    return this.window(now).reduce((sum, { events }) => (sum === null || events === null ? null : sum + events), 0);
  }
}
