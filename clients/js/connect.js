// One connection as an EventTarget and an async iterator, shared by all tabs of a browser that ask for the same.
//
//   alone:   subscription ──▶ cursor ──▶ listeners, iterators
//   shared:  the tab that holds the lock has the subscription and tells the others each event; each tab has a cursor of
//            its own, and reads from the history what it has not heard.
//
// What cannot happen: an event delivered twice to a listener, or out of order, or passed by without a gap being told.

import { Herald } from "./herald.js";
import { Iteration } from "./iteration.js";
import { isSharable, SharedFeed } from "./shared.js";
import { comparePositions } from "./subscription.js";

/** Names of events about the connection; events of the log have their type as their name. */
const ABOUT = ["event", "gap", "state", "open", "close", "error"];

/**
 * Connects, and stays connected until `close()`.
 *
 * @param {object} [options] those of `Herald` and of `subscribe` together, and `share`: false for a connection of its
 *     own, where tabs would share one
 */
export function connect(options = {}) {
  return new Connection(options);
}

export class Connection extends EventTarget {
  /** What else the server can be asked: history, publishing, the state of projects. */
  herald;

  #feed;
  #after;
  #startsAnew = false;
  #iterations = new Set();
  #state = { name: "connecting", transport: "websocket", attempt: 0 };
  #unlisten = [];

  constructor({ project, types, rooms, after, conflate, share = true, ...options }) {
    super();
    this.herald = new Herald(options);
    this.#after = after;
    const wish = { project, types, rooms, conflate };
    const hooks = {
      after: () => this.#after,
      onEvent: (event) => this.#onEvent(event),
      onPosition: (position) => this.#passTo(position),
      onGap: (gap) => this.#onGap(gap),
      onState: (state) => this.#onState(state),
    };
    const isShared = share && isSharable(wish, options);
    this.#feed = isShared ? new SharedFeed(this.herald, wish, hooks, options) : new OwnFeed(this.herald, wish, hooks);
    this.#listen();
  }

  /** As a subscription's state; in a shared connection `transport` is that of the tab which has it. */
  get state() {
    return this.#state;
  }

  /** All up to here has been delivered: what another connection goes on from, as `after`. */
  get lastEventId() {
    return this.#after ?? null;
  }

  /** Ends a wait between two attempts. */
  retryNow() {
    this.#feed.retryNow();
  }

  /** There is a fresh token: the live connection goes on with it. */
  renewToken() {
    this.#feed.renewToken();
  }

  close() {
    if (this.#state.name === "closed") return;
    for (const undo of this.#unlisten) undo();
    this.#feed.close();
    this.#onState({ ...this.#state, name: "closed" });
  }

  /** The events from now on. An iteration that is slower than they come reads them from the history later; none is lost. */
  [Symbol.asyncIterator]() {
    const iteration = new Iteration({
      after: this.#after,
      readAfter: (position) => this.#feed.readAfter(position),
      onEnd: () => this.#iterations.delete(iteration),
    });
    if (isOver(this.#state)) iteration.end(failureOf(this.#state));
    else this.#iterations.add(iteration);
    return iteration;
  }

  #onEvent(event) {
    if (!this.#startsAnew && this.#after !== undefined && comparePositions(event.event_id, this.#after) <= 0) return;
    this.#after = event.event_id;
    this.#startsAnew = false;
    for (const iteration of this.#iterations) iteration.add(event);
    this.#tell("event", event);
    if (!ABOUT.includes(event.type)) this.#tell(event.type, event);
  }

  #passTo(position) {
    if (this.#after === undefined || comparePositions(position, this.#after) > 0) this.#after = position;
  }

  #onGap(gap) {
    this.#startsAnew = true;
    this.#tell("gap", gap);
  }

  #onState(state) {
    const was = this.#state.name;
    this.#state = state;
    this.#tell("state", state);
    if (state.name === "live" && was !== "live") this.#tell("open", state);
    if (state.name === "refused") this.#tell("error", state);
    if (!isOver(state)) return;
    this.#tell("close", state);
    for (const iteration of this.#iterations) iteration.end(failureOf(state));
    this.#iterations.clear();
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** A network that is back, a tab that is looked at again, a page that comes out of the back/forward cache. */
  #listen() {
    const on = (target, name, run) => {
      if (!target?.addEventListener) return;
      target.addEventListener(name, run);
      this.#unlisten.push(() => target.removeEventListener(name, run));
    };
    on(globalThis, "online", () => this.retryNow());
    on(globalThis.document, "visibilitychange", () => globalThis.document.visibilityState === "visible" && this.retryNow());
    on(globalThis, "pagehide", ({ persisted }) => persisted && this.#feed.sleep());
    on(globalThis, "pageshow", ({ persisted }) => persisted && this.#feed.wake());
  }
}

const isOver = ({ name }) => name === "closed" || name === "refused";
const failureOf = ({ name, reason }) => (name === "refused" ? new Error(reason ?? "refused") : null);

/** A subscription of this tab alone. */
class OwnFeed {
  #herald;
  #wish;
  #hooks;
  #subscription;

  constructor(herald, wish, hooks) {
    this.#herald = herald;
    this.#wish = wish;
    this.#hooks = hooks;
    this.#open();
  }

  #open() {
    const { onEvent, onPosition, onGap, onState } = this.#hooks;
    this.#subscription = this.#herald.subscribe(
      { ...this.#wish, after: this.#hooks.after() },
      {
        onEvent,
        onGap,
        onMessage: () => this.#subscription?.lastEventId && onPosition(this.#subscription.lastEventId),
        onState: (state) => state.name !== "closed" && onState(state),
      },
    );
  }

  readAfter(position) {
    return this.#herald.historyOf(this.#wish, position);
  }

  retryNow() {
    this.#subscription.retryNow();
  }

  renewToken() {
    this.#subscription.renewToken();
  }

  /** The page is kept, but not running: it goes on from its cursor. */
  sleep() {
    this.#subscription.close();
  }

  wake() {
    this.#open();
  }

  close() {
    this.#subscription.close();
  }
}
