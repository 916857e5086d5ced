// The server's own figures, read again and again while somebody looks: rates are differences between two readings.

/** Between two readings. */
export const EVERY_MILLIS = 2_000;
/** Who has not looked for so long does not look. */
const UNSEEN_MILLIS = 5_000;
/** Readings that are kept: ten minutes. */
export const READINGS_MAX = 300;

export class Pulse {
  #read;
  #now;
  #changed;
  #timers;
  #timer = null;
  #seenAt = 0;

  /** `{ at, values: Map }`, oldest first. */
  readings = [];
  failure = null;

  /** @param read gives the metrics as text */
  constructor({ read, now, changed, timers = globalThis }) {
    this.#read = read;
    this.#now = now;
    this.#changed = changed;
    this.#timers = timers;
  }

  /** Somebody looks: called with each drawing. */
  look() {
    this.#seenAt = this.#now();
    if (this.#timer === null) this.#tick();
  }

  async #tick() {
    this.#timer = 0;
    try {
      const values = metricsOf(await this.#read());
      this.readings.push({ at: this.#now(), values });
      if (this.readings.length > READINGS_MAX) this.readings.shift();
      this.failure = null;
    } catch (failure) {
      this.failure = failure;
    }
    this.#changed();
    const isSeen = this.#now() - this.#seenAt < UNSEEN_MILLIS;
    this.#timer = isSeen ? this.#timers.setTimeout(() => this.#tick(), EVERY_MILLIS) : null;
  }

  /** The newest value, or null where it is not known. */
  value(name) {
    return this.readings.at(-1)?.values.get(name) ?? null;
  }

  /** How much it grows a second, by the two newest readings; null before the second, or after a restart. */
  rate(name) {
    return rateBetween(this.readings.at(-2), this.readings.at(-1), name);
  }

  /** The same for each reading, for a chart. */
  rates(name) {
    return this.readings.map((reading, i) => (i === 0 ? null : rateBetween(this.readings[i - 1], reading, name)));
  }
}

function rateBetween(before, after, name) {
  const from = before?.values.get(name);
  const to = after?.values.get(name);
  if (from === undefined || to === undefined || to < from) return null;
  return ((to - from) * 1_000) / (after.at - before.at);
}

/** OpenMetrics text as values by name with labels, as they stand there. */
export function metricsOf(text) {
  const values = new Map();
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const cut = line.lastIndexOf(" ");
    const value = Number(line.slice(cut + 1));
    if (cut > 0 && Number.isFinite(value)) values.set(line.slice(0, cut), value);
  }
  return values;
}
