// The events as one takes them, at one's own pace. So many wait in memory; beyond that only the position is remembered,
// and they are read from the history when they are asked for.

/** Events that wait in memory. */
export const WAITING_MAX = 1_000;

export class Iteration {
  #readAfter;
  #onEnd;
  #waiting = [];
  /** Position of the last one handed out, or from which it began. */
  #after;
  /** More have come than wait here: what follows #after is read from the history. */
  #isBehind = false;
  #wanted = [];
  #isOver = false;
  #failure = null;

  /** @param readAfter gives the events after a position, a page of them, `{ events, isLast }` */
  constructor({ after, readAfter, onEnd }) {
    this.#after = after;
    this.#readAfter = readAfter;
    this.#onEnd = onEnd;
  }

  add(event) {
    if (this.#isBehind) return;
    if (this.#wanted.length > 0) {
      this.#after = event.event_id;
      this.#wanted.shift().resolve({ value: event, done: false });
    } else if (this.#waiting.length < WAITING_MAX) {
      this.#waiting.push(event);
    } else {
      this.#isBehind = true;
    }
  }

  /** @param failure why it ends, or null */
  end(failure) {
    this.#isOver = true;
    this.#failure = failure;
    for (const { resolve, reject } of this.#wanted.splice(0)) {
      if (failure) reject(failure);
      else resolve({ value: undefined, done: true });
    }
  }

  async next() {
    if (this.#waiting.length === 0 && this.#isBehind) await this.#catchUp();
    const event = this.#waiting.shift();
    if (event) {
      this.#after = event.event_id;
      return { value: event, done: false };
    }
    if (this.#isOver) {
      if (this.#failure) throw this.#failure;
      return { value: undefined, done: true };
    }
    return new Promise((resolve, reject) => this.#wanted.push({ resolve, reject }));
  }

  async return() {
    this.end(null);
    this.#waiting = [];
    this.#onEnd();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  /** What comes while a page is read is read with the next one, until a page is the last and nothing came meanwhile. */
  async #catchUp() {
    while (this.#isBehind && this.#waiting.length === 0) {
      const { events, isLast } = await this.#readAfter(this.#after);
      this.#waiting.push(...events);
      if (isLast) this.#isBehind = false;
    }
  }
}
