// The moment that the page looks from: the present, or a moment of the past, from which it can play forward until it is
// the present again. Moments are RFC 3339 texts or positions of the log, as the server takes them.

/** Milliseconds between two steps while playing. */
export const STEP_MILLIS = 500;
/** How many times faster than life. */
export const SPEEDS = [1, 10, 60, 600, 1_000];

export class Travel {
  #now;
  #changed;
  #timers;
  #timer = null;
  #steppedAt = 0;

  /** Null for the present. */
  moment = null;
  speed = 600;

  /** @param changed called after each change of the moment */
  constructor({ now, changed, timers = globalThis }) {
    this.#now = now;
    this.#changed = changed;
    this.#timers = timers;
  }

  get isPlaying() {
    return this.#timer !== null;
  }

  /** Epoch milliseconds of the moment that is looked from. */
  get atMillis() {
    return this.moment === null ? this.#now() : millisOfMoment(this.moment);
  }

  /** Goes to a moment, or with null to the present. What cannot be read as one is the present. */
  go(moment) {
    const millis = moment === null ? NaN : millisOfMoment(moment);
    const next = Number.isNaN(millis) || millis >= this.#now() ? null : moment;
    if (next === null) this.pause();
    if (next === this.moment) return;
    this.moment = next;
    this.#changed();
  }

  goMillis(millis) {
    this.go(new Date(Math.round(millis)).toISOString());
  }

  play() {
    if (this.moment === null || this.isPlaying) return;
    this.#steppedAt = this.#now();
    this.#timer = this.#timers.setInterval(() => this.#step(), STEP_MILLIS);
    this.#changed();
  }

  pause() {
    if (!this.isPlaying) return;
    this.#timers.clearInterval(this.#timer);
    this.#timer = null;
    this.#changed();
  }

  #step() {
    const now = this.#now();
    const passed = now - this.#steppedAt;
    this.#steppedAt = now;
    this.goMillis(this.atMillis + passed * this.speed);
  }
}

/** Epoch milliseconds of a position or an RFC 3339 time; NaN for anything else. */
export function millisOfMoment(moment) {
  const position = /^(\d{1,15})-\d+$/.exec(moment);
  return position ? Number(position[1]) : Date.parse(moment);
}
