// One subscription for all tabs that want the same. The tab that holds the lock has it, and tells the others each event
// and its place in what it has told. A tab that joins, or has missed something, reads from the history what lies between
// its own cursor and the leader's.
//
//   waiting for the lock ──lock──▶ leading        either ──sleep()──▶ asleep ──wake()──▶ waiting for the lock
//
// What cannot happen: two tabs that lead at a time; a tab that is told another principal's events: who has another token
// subject, another wish or another server has another lock.

import { comparePositions, ORIGIN } from "./subscription.js";

/** A tab that leads says where it is this often, so that others notice what they have missed. */
const BEAT_MILLIS = 5_000;
/** Events that wait while the history is read; beyond that it is read once more. */
const WAITING_MAX = 10_000;

/** Whether tabs can share: the browser must have locks and channels, and the history must be able to stand in. */
export function isSharable({ rooms }, { locks = globalThis.navigator?.locks, BroadcastChannel = globalThis.BroadcastChannel }) {
  return Boolean(locks && BroadcastChannel && globalThis.document?.defaultView !== null && !rooms?.length);
}

export class SharedFeed {
  #herald;
  #wish;
  #hooks;
  #world;
  #channel = null;
  #subscription = null;
  #release = null;
  #waitingForLock = null;
  #beat = null;
  #told = 0;
  /** The number of the leader's last message that was heard; null while it is not known. */
  #heard = null;
  #leader = null;
  #isReading = false;
  #isReadWanted = false;
  #waiting = [];
  #isClosed = false;
  #id = Math.random().toString(36).slice(2);

  constructor(herald, wish, hooks, options) {
    this.#herald = herald;
    this.#wish = wish;
    this.#hooks = hooks;
    this.#world = {
      locks: options.locks ?? globalThis.navigator.locks,
      BroadcastChannel: options.BroadcastChannel ?? globalThis.BroadcastChannel,
    };
    this.wake();
  }

  readAfter(position) {
    return this.#herald.historyOf(this.#wish, position);
  }

  retryNow() {
    if (this.#subscription) this.#subscription.retryNow();
    else this.#channel?.postMessage({ kind: "retry" });
  }

  renewToken() {
    this.#subscription?.renewToken();
  }

  close() {
    this.#isClosed = true;
    this.sleep();
  }

  /** Lets go of the lock and hears nothing. */
  sleep() {
    this.#waitingForLock?.abort();
    this.#waitingForLock = null;
    this.#stopLeading();
    this.#channel?.close();
    this.#channel = null;
  }

  async wake() {
    const subject = await this.#subject();
    if (this.#isClosed || this.#channel) return;
    const { types = [], project = "", conflate = false } = this.#wish;
    const name = `herald ${JSON.stringify([this.#herald.base, subject, project, [...types].sort(), conflate])}`;
    this.#heard = null;
    this.#waiting = [];
    this.#channel = new this.#world.BroadcastChannel(name);
    this.#channel.onmessage = ({ data }) => this.#onMessage(data);
    this.#channel.postMessage({ kind: "join", id: this.#id });
    const wait = new AbortController();
    this.#waitingForLock = wait;
    this.#world.locks
      .request(name, { signal: wait.signal }, () => this.#lead(wait.signal))
      .catch((error) => {
        if (error.name !== "AbortError") this.#hooks.onState({ name: "refused", transport: "websocket", attempt: 0, reason: error.message });
      });
  }

  /** Whose the token is, as it says itself; a token that does not say so stands for itself. */
  async #subject() {
    let token;
    try {
      token = await this.#herald.tokenFor("connect");
    } catch {
      return `unknown ${this.#id}`; // Nobody is shared with until it is known who this is.
    }
    if (!token) return "";
    try {
      return JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"))).sub ?? token;
    } catch {
      return token;
    }
  }

  /** Runs while this tab holds the lock. */
  #lead(signal) {
    if (signal.aborted) return undefined;
    this.#leader = this.#id;
    this.#waiting = [];
    this.#subscription = this.#herald.subscribe(
      { ...this.#wish, after: this.#hooks.after() },
      {
        onEvent: (event) => {
          this.#hooks.onEvent(event);
          this.#tell({ kind: "event", event });
        },
        onGap: (gap) => {
          this.#hooks.onGap(gap);
          this.#tell({ kind: "gap", gap });
        },
        onMessage: () => this.#subscription?.lastEventId && this.#hooks.onPosition(this.#subscription.lastEventId),
        onState: (state) => {
          if (state.name === "closed") return;
          this.#hooks.onState(state);
          this.#tell({ kind: "state", state });
        },
      },
    );
    this.#beat = setInterval(() => this.#tell({ kind: "at", position: this.#subscription.lastEventId }), BEAT_MILLIS);
    return new Promise((release) => (this.#release = release));
  }

  #stopLeading() {
    clearInterval(this.#beat);
    this.#subscription?.close();
    this.#subscription = null;
    this.#release?.();
    this.#release = null;
  }

  #tell(message) {
    this.#channel?.postMessage({ ...message, from: this.#id, number: ++this.#told });
  }

  #onMessage(message) {
    if (this.#subscription) return this.#onFollower(message);
    switch (message.kind) {
      case "event":
      case "gap":
      case "state":
      case "at":
        return this.#onLeader(message);
    }
  }

  #onFollower({ kind, id }) {
    if (kind === "retry") this.#subscription.retryNow();
    if (kind === "join" && id !== this.#id) {
      this.#tell({ kind: "state", state: this.#subscription.state });
      this.#tell({ kind: "at", position: this.#subscription.lastEventId });
    }
  }

  /** What the leader tells. Where a number is missing, something was missed: it is read from the history. */
  #onLeader(message) {
    const isNew = message.from !== this.#leader || this.#heard === null;
    const isWhole = !isNew && message.number === this.#heard + 1;
    this.#leader = message.from;
    this.#heard = message.number;
    if (message.kind === "state") this.#hooks.onState(message.state);
    if (!isWhole) this.#isReadWanted = true;
    if (message.kind === "at" && message.position) {
      // Who has no position of their own begins where the leader is.
      if (this.#hooks.after() === undefined) this.#hooks.onPosition(message.position);
      else if (isWhole && !this.#isReading && !this.#isReadWanted) this.#hooks.onPosition(message.position);
      else if (comparePositions(message.position, this.#hooks.after()) > 0) this.#isReadWanted = true;
    }
    if (message.kind === "event" || message.kind === "gap") this.#waiting.push(message);
    if (this.#waiting.length > WAITING_MAX) {
      this.#waiting = [];
      this.#isReadWanted = true;
    }
    this.#drain();
  }

  async #drain() {
    if (this.#isReading) return;
    while (this.#isReadWanted && this.#hooks.after() !== undefined) {
      this.#isReading = true;
      this.#isReadWanted = false;
      try {
        await this.#catchUp();
      } catch {
        this.#isReadWanted = true; // The server is away: the leader's next word asks again.
        return;
      } finally {
        this.#isReading = false;
      }
      if (this.#isClosed || this.#subscription) return;
    }
    this.#isReadWanted = false;
    for (const message of this.#waiting.splice(0)) {
      if (message.kind === "gap") this.#hooks.onGap(message.gap);
      else this.#hooks.onEvent(message.event);
    }
  }

  async #catchUp() {
    for (;;) {
      const { events, gap, isLast } = await this.#herald.historyOf(this.#wish, this.#hooks.after() ?? ORIGIN);
      if (this.#isClosed || this.#subscription) return;
      if (gap) this.#hooks.onGap(gap);
      for (const event of events) this.#hooks.onEvent(event);
      if (isLast) return;
    }
  }
}
