// The last hour: what the server has counted, and what has come since, each event once.

import { MINUTES, Rates } from "./rates.js";

/** Events at most that come while the server counts and are kept to be counted on. */
const UNCOUNTED_MAX = 100_000;

export class LastHour {
  #summaryOf;
  #announce;
  /** What came since the server was asked to count anew; null while it is not asked. */
  #uncounted = null;

  rates = new Rates();

  /** @param summaryOf asks the server; null where it is too old for that */
  constructor(summaryOf, announce) {
    this.#summaryOf = summaryOf;
    this.#announce = announce;
  }

  /** Null where the server cannot count, or is too busy to: then there are no figures, and all else goes on. */
  async ask(signal) {
    try {
      return await this.#summaryOf({ minutes: MINUTES, signal });
    } catch (error) {
      if (error.status !== 429 && error.status !== 503) throw error;
      if (!signal.aborted) this.#announce(`The last hour could not be counted: ${error.message}`);
      return null;
    }
  }

  /** Begins the figures; without a summary, with the next minute. */
  begin(summary, now) {
    this.rates = new Rates(summary);
    this.#uncounted = null;
    if (!summary) this.rates.coverFrom(nextMinute(now));
  }

  count(row) {
    this.rates.count(row);
    if (this.#uncounted && this.#uncounted.length < UNCOUNTED_MAX) this.#uncounted.push(row);
  }

  /** After a gap the server counts once more; what comes meanwhile is counted on from where it has counted to. */
  async afterGap(from, to, signal) {
    this.rates.hole(from, to);
    const came = [];
    this.#uncounted = came;
    try {
      const summary = await this.ask(signal);
      // Another gap since, another filter, or nobody signed in: that one's answer counts.
      if (this.#uncounted !== came || signal.aborted || !summary || came.length >= UNCOUNTED_MAX) return;
      this.rates = new Rates(summary);
      for (const row of came) this.rates.count(row);
    } catch (error) {
      // The minutes of the gap stay without a figure, which the plot shows.
      if (!signal.aborted) this.#announce(`The last hour could not be counted: ${error.message}`);
    } finally {
      if (this.#uncounted === came) this.#uncounted = null;
    }
  }
}

/** The first whole minute after a time. */
function nextMinute(millis) {
  return (Math.floor(millis / 60_000) + 1) * 60_000;
}
