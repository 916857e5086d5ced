// Events per minute over the last hour. A minute of which not every event is known has no figure: null, never zero.

export const MINUTES = 60;
const MINUTE = 60_000;

export class Rates {
  #byMinute = new Map();
  #knownFrom = Infinity;

  /** All events at or after this time have been counted, or will be as they come. */
  coverFrom(millis) {
    this.#knownFrom = Math.min(this.#knownFrom, millis);
  }

  /** Events between were lost to this page: what it knows begins again. */
  coverOnlyFrom(millis) {
    this.#knownFrom = millis;
  }

  get knownFrom() {
    return this.#knownFrom;
  }

  add(millis) {
    const minute = Math.floor(millis / MINUTE);
    const before = this.#byMinute.get(minute);
    this.#byMinute.set(minute, (before ?? 0) + 1);
    if (before === undefined && this.#byMinute.size > 2 * MINUTES) this.#forget(minute);
  }

  #forget(newest) {
    for (const minute of this.#byMinute.keys()) if (minute < newest - MINUTES) this.#byMinute.delete(minute);
  }

  /** The last hour, oldest first: `{ minute, events }`; the last one is still running. */
  window(now) {
    const running = Math.floor(now / MINUTE);
    return Array.from({ length: MINUTES }, (_, i) => {
      const minute = running - MINUTES + 1 + i;
      const isKnown = minute * MINUTE >= this.#knownFrom;
      return { minute: minute * MINUTE, events: isKnown ? (this.#byMinute.get(minute) ?? 0) : null };
    });
  }

  /** Events of the whole window, or null where a minute of it is not known. */
  total(now) {
    return this.window(now).reduce((sum, { events }) => (sum === null || events === null ? null : sum + events), 0);
  }
}
