// How far back one can look: the time of the oldest event that the journal keeps.

export class Past {
  #herald;
  #changed;
  #isAsked = false;

  /** Epoch milliseconds, or null while it is not known. */
  oldest = null;

  constructor({ herald, changed }) {
    this.#herald = herald;
    this.#changed = changed;
  }

  /** Asks once; after a failure, again at the next call. */
  async ask() {
    if (this.#isAsked) return;
    this.#isAsked = true;
    try {
      const { events } = await this.#herald.history({ limit: 1 });
      this.oldest = events.length > 0 ? events[0].timestamp * 1_000 : null;
      this.#changed();
    } catch {
      this.#isAsked = false; // The slider has no left end yet; all else says for itself what is wrong.
    }
  }
}
