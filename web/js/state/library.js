// Answers of the server to what is looked at, kept fresh. A view says while it is drawn what it wants; what is wanted is
// read, and read again when an event has come that may change it, when a minute has passed, or when another moment is
// looked at. What nobody has wanted for a while is forgotten. An answer that is being replaced stays until the new one is
// there, so that nothing flickers.

import { justAfter } from "../model.js";

/** Between two readings of the same, at least; more where the server took longer. */
export const APART_MILLIS = 1_000;
/** Ages, and what depends on the time of day, move on by themselves. */
const MINUTE_MILLIS = 60_000;
/** What nobody has wanted for so long is forgotten. */
const FORGET_MILLIS = 5 * 60_000;
/** Requests under way at once: a browser has six connections, and others want one too. */
const REQUESTS_MAX = 4;
const FAILURE_MILLIS = 2_000;
const FAILURE_MILLIS_MAX = 60_000;

/** What is known of one path. `value` is null until there is one; `failure` is a Refusal or null. */
class Answer {
  value = null;
  failure = null;
  asOf = null;
  at = null;
  isLoading = false;
  /** Of another moment than the one that is looked at now. */
  isOld = false;

  constructor(path, concerns, pathAt) {
    this.path = path;
    this.concerns = concerns;
    this.pathAt = pathAt;
    this.wantedAt = 0;
    this.readAt = -Infinity;
    this.tookMillis = 0;
    this.failures = 0;
    this.isStale = true;
    this.moment = undefined;
  }
}

export class Library {
  #read;
  #now;
  #changed;
  #timers;
  #answers = new Map();
  #moment = null;
  #running = 0;
  #timer = null;
  #abort = new AbortController();
  #isAwake = true;
  /** Milliseconds between two readings, as the layout wants it. */
  apartMillis = APART_MILLIS;

  /** @param read `(path, {signal})` gives `{ body, asOf, at }` */
  constructor({ read, now, changed, timers = globalThis }) {
    this.#read = read;
    this.#now = now;
    this.#changed = changed;
    this.#timers = timers;
  }

  /**
   * What is known of a path below `/api/v1`. Asked again with each drawing, which keeps it fresh.
   *
   * @param concerns whether an event `{ type, project_id }` may change it
   * @param pathAt the path as of a moment of the past
   */
  want(path, concerns, pathAt = asOfPath) {
    let answer = this.#answers.get(path);
    if (!answer) {
      answer = new Answer(path, concerns, pathAt);
      this.#answers.set(path, answer);
    }
    answer.concerns = concerns;
    answer.wantedAt = this.#now();
    this.#arrange();
    return answer;
  }

  /** An event has come: what it may change is read again. */
  touch(event) {
    if (this.#moment !== null) return;
    let isTouched = false;
    for (const answer of this.#answers.values()) {
      if (!answer.isStale && answer.concerns(event)) {
        answer.isStale = true;
        // What was not there may be there now.
        answer.failures = 0;
        isTouched = true;
      }
    }
    if (isTouched) this.#arrange();
  }

  /** Something was changed here, or was missed: all that is looked at is read again. */
  refresh() {
    for (const answer of this.#answers.values()) answer.isStale = true;
    this.#arrange();
  }

  /** From now on as of a moment of the past, a position or RFC 3339; null for the present. */
  travel(moment) {
    if (moment === this.#moment) return;
    this.#moment = moment;
    for (const answer of this.#answers.values()) {
      answer.isOld = answer.value !== null;
      answer.isStale = true;
      answer.failures = 0;
      answer.readAt = -Infinity;
    }
    this.#arrange();
  }

  /** Forgets all: another principal may read other things. */
  clear() {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#answers.clear();
  }

  /** While nobody looks, nothing is read. */
  sleep(isAsleep) {
    this.#isAwake = !isAsleep;
    this.#arrange();
  }

  /** When it may be read next; Infinity where nothing is to be done. */
  #dueAt(answer, now) {
    if (answer.isLoading || now - answer.wantedAt > MINUTE_MILLIS) return Infinity;
    if (answer.failure && answer.failures > 0) return answer.retryAt;
    const apart = this.#moment === null ? Math.max(this.apartMillis, 2 * answer.tookMillis) : 0;
    if (answer.isStale) return answer.readAt + apart;
    return this.#moment === null ? answer.readAt + MINUTE_MILLIS : Infinity;
  }

  #arrange() {
    this.#timers.clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.#isAwake) return;
    const now = this.#now();
    let next = Infinity;
    const due = [];
    for (const [path, answer] of this.#answers) {
      if (now - answer.wantedAt > FORGET_MILLIS) this.#answers.delete(path);
      const at = this.#dueAt(answer, now);
      if (at <= now) due.push(answer);
      else next = Math.min(next, at);
    }
    due.sort((a, b) => a.readAt - b.readAt);
    for (const answer of due.slice(0, REQUESTS_MAX - this.#running)) this.#load(answer);
    if (next < Infinity) this.#timer = this.#timers.setTimeout(() => this.#arrange(), Math.max(0, next - now));
  }

  async #load(answer) {
    const { signal } = this.#abort;
    const moment = this.#moment;
    const began = this.#now();
    answer.isLoading = true;
    answer.isStale = false;
    answer.readAt = began;
    this.#running++;
    try {
      const { body, asOf, at } = await this.#read(moment === null ? answer.path : answer.pathAt(answer.path, moment), { signal });
      if (signal.aborted) return;
      // Somebody has moved on meanwhile: what has come is nearer than what is shown, and the next is on its way.
      Object.assign(answer, { value: body, asOf, at, failure: null, failures: 0, moment });
      answer.isOld = moment !== this.#moment;
    } catch (failure) {
      if (signal.aborted) return;
      answer.failure = failure;
      answer.failures++;
      // What is not there will not be there in two seconds either: an event of it, or a minute, asks again.
      const isFinal = failure.status >= 400 && failure.status < 500 && failure.status !== 429;
      const wait = isFinal ? MINUTE_MILLIS : Math.min(FAILURE_MILLIS_MAX, FAILURE_MILLIS * 2 ** (answer.failures - 1));
      answer.retryAt = this.#now() + Math.max(wait, 1_000 * (failure.retryAfter ?? 0));
      if (isFinal) answer.value = null;
    } finally {
      this.#running--;
      answer.isLoading = false;
      answer.tookMillis = this.#now() - began;
      if (!signal.aborted) {
        this.#changed();
        this.#arrange();
      }
    }
  }
}

/** The state as it was then. */
function asOfPath(path, moment) {
  return `${path}${path.includes("?") ? "&" : "?"}as_of=${encodeURIComponent(moment)}`;
}

/** Of events, those up to the moment; the event that it names is one of them. */
export function eventsUntil(path, moment) {
  const before = /^\d+-\d+$/.test(moment) ? justAfter(moment) : moment;
  return `${path}${path.includes("?") ? "&" : "?"}before=${encodeURIComponent(before)}`;
}
