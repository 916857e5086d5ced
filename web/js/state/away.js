// When the reader was here last, in this browser: what has happened since is told when they come back.

const KEY = "herald.seen";
/** Who was away for less has seen it all. */
export const AWAY_MILLIS = 30 * 60_000;

export class Away {
  #storage;

  /** Where the reader left: `{ position, at }`, `at` in epoch milliseconds; null where there is nothing to tell. */
  since = null;

  /**
   * @param storage of the browser, or null where it is forbidden: then nothing is told
   * @param now epoch milliseconds
   */
  constructor({ storage, now }) {
    this.#storage = storage;
    const kept = read(storage?.getItem(KEY));
    if (kept && now - kept.at >= AWAY_MILLIS) this.since = kept;
  }

  /** The reader is here, and has seen all up to this position. */
  mark(position, at) {
    if (position === null || this.since !== null) return;
    try {
      this.#storage?.setItem(KEY, JSON.stringify({ position, at }));
    } catch {
      // A full storage: the next visit is told nothing.
    }
  }

  /** Somebody else may come next. */
  forget() {
    this.since = null;
    this.#storage?.removeItem(KEY);
  }

  /** It has been read. */
  dismiss(position, at) {
    this.since = null;
    this.mark(position, at);
  }
}

function read(text) {
  try {
    const { position, at } = JSON.parse(text ?? "null") ?? {};
    return /^\d+-\d+$/.test(position) && Number.isFinite(at) ? { position, at } : null;
  } catch {
    return null; // Not written by this page.
  }
}
