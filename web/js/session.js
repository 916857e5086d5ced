// Everything the page knows and does, without a line of what it looks like: history, subscription, filter, pause.
// It calls `changed()` whenever there is something new to draw, as often as it likes.

import { matcher, Model, ROWS_MAX_WITH_OLDER, rowOf } from "./model.js";
import { Rates, MINUTES } from "./rates.js";

/** Events fetched for the rows at the start, and with each "older". */
export const PAGE = 200;
/** Events a page, and pages at most, that are read only to count the last hour. */
const COUNT_PAGE = 1_000;
const COUNT_PAGES_MAX = 5;
const HOUR = MINUTES * 60_000;
/** Names kept for the filter's choices. */
const NAMES_MAX = 500;
const DOORS = {
  AUTH_MISSING: "This server wants a token.",
  AUTH_FAILED: "The server does not take the token.",
  TOKEN_EXPIRED: "The token has ended. Paste a fresh one to go on.",
};

export class Session {
  #herald;
  #now;
  #changed;
  #announce;
  #pass;
  #subscription = null;
  #abort = new AbortController();
  #backoff;
  #failures = 0;
  /** The server's filter by project lets events of no project pass; this page's does not. */
  #isAskedFor = () => true;
  #retry = null;
  #skew = 0;
  #paused = null;

  filter = { types: [], project: "", text: "" };
  model = new Model();
  rates = new Rates();
  link = { name: "connecting", transport: "websocket", attempt: 0 };
  /** loading, ready or failed: the history, not the connection. */
  history = "loading";
  failure = null;
  isLoadingOlder = false;
  projects = new Set();
  types = new Set();
  /** The server's own last word about its health and the parts that are not well; null before the first. */
  health = null;
  /** Why the server wants a token, or another one: `{ code, reason }`, the client's codes and SIGNED_OUT; else null. */
  door = null;
  /** The server has keys, as far as it has said so: then it matters who is signed in. */
  isGuarded = false;
  /** The server has said that the token of the live connection ends soon. */
  isEnding = false;

  /**
   * @param pass what this tab shows: `current`, with its `endsAt`, or null
   * @param backoff milliseconds to wait after a number of failures in a row
   */
  constructor({ herald, pass, origin, backoff, now, changed, announce }) {
    this.#herald = herald;
    this.#pass = pass;
    this.origin = origin;
    this.#backoff = backoff;
    this.#now = now;
    this.#changed = changed;
    this.#announce = announce;
  }

  /** The server's clock, as near as it is known: figures over time use its minutes, not this machine's. */
  now() {
    return this.#now() + this.#skew;
  }

  get isPaused() {
    return this.#paused !== null;
  }

  get rows() {
    return this.#paused?.rows ?? this.model.rows;
  }

  /** Events that came since the pause. */
  get unseen() {
    return this.#paused ? this.model.added - this.#paused.added : 0;
  }

  /** The last position that the page knows of: where it would continue. */
  get position() {
    return this.#subscription?.lastEventId ?? null;
  }

  get repeated() {
    return this.#subscription?.repeated ?? 0;
  }

  visibleRows() {
    return this.rows.filter(matcher(this.filter));
  }

  /** Reads recent history, then subscribes from its newest position: nothing between the two is missed or doubled. */
  async start() {
    this.#stop();
    const { signal } = this.#abort;
    this.history = "loading";
    this.failure = null;
    this.#changed();
    let page;
    try {
      page = await this.#herald.history({ ...this.#wish(), order: "desc", limit: PAGE, signal });
    } catch (error) {
      if (signal.aborted) return;
      if (error.status === 401) return this.#onDoor("AUTH_FAILED", error.problem?.detail ?? error.message);
      // The server is away or refuses. The rows stay, and it is tried again as after any failure.
      this.history = "failed";
      this.failure = error.message;
      this.#retry = setTimeout(() => this.start(), this.#backoff(this.#failures++));
      this.#changed();
      return;
    }
    if (signal.aborted) return;
    this.#failures = 0;
    this.health = null;
    this.door = null;
    this.isEnding = false;
    this.#reset(page.events);
    this.history = "ready";
    this.#subscribe(page.events[0]?.event_id ?? this.origin);
    this.#changed();
    await this.#countLastHour(signal);
  }

  /** There is a token again, of the same principal: goes on where it was, with its rows, as after a lost connection. */
  goOn() {
    if (this.link.name === "live" && !this.door) return this.#subscription.renewToken();
    const { position } = this;
    if (this.history !== "ready" || position === null) return this.start();
    this.door = null;
    this.isEnding = false;
    this.#subscription.close();
    this.#subscribe(position);
    this.#changed();
  }

  /** Forgets all that was read with the token. */
  leave() {
    this.#stop();
    this.#paused = null;
    this.model = new Model();
    this.rates = new Rates();
    this.projects = new Set();
    this.types = new Set();
    this.health = null;
    this.filter = { types: [], project: "", text: "" };
    this.#isAskedFor = () => true;
    this.history = "loading";
    this.link = { name: "connecting", transport: "websocket", attempt: 0 };
    this.isEnding = false;
    this.door = { code: "SIGNED_OUT", reason: "" };
    this.#announce("Signed out.");
    this.#changed();
  }

  /** The server wants a token, or another one. What was read with the old one stays. */
  #onDoor(said, reason) {
    const pass = this.#pass.current;
    const code = !pass ? "AUTH_MISSING" : pass.endsAt <= this.now() ? "TOKEN_EXPIRED" : said;
    this.door = { code, reason };
    this.isGuarded = true;
    this.isEnding = false;
    this.#announce(DOORS[code]);
    this.#changed();
  }

  #reset(newestFirst) {
    this.model = new Model();
    this.rates = new Rates();
    this.model.hasOlder = newestFirst.length === PAGE;
    const rows = newestFirst.map(rowOf).reverse();
    for (const row of rows) this.#take(row);
    this.rates.coverFrom(this.model.hasOlder ? nextMinute(rows[0].at) : 0);
    if (this.#paused) this.#freeze();
  }

  #subscribe(after) {
    this.#subscription = this.#herald.subscribe(
      { ...this.#wish(), after },
      {
        onEvent: (event) => {
          this.#take(Object.assign(rowOf(event), { cameAt: this.now() }));
          this.#changed();
        },
        onGap: (gap) => {
          this.model.pushGap(gap, this.now());
          const { from, to } = this.model.rows.at(-1);
          this.rates.hole(from, to);
          this.#announce("Some events are no longer kept by the server: there is a gap.");
          this.#changed();
        },
        onState: (state) => this.#onLink(state),
        onMessage: (message) => this.#onMessage(message),
      },
    );
  }

  #take(row) {
    if (this.projects.size < NAMES_MAX && row.project) this.projects.add(row.project);
    if (this.types.size < NAMES_MAX) this.types.add(row.type);
    if (!this.#isAskedFor(row)) return;
    this.model.push(row);
    this.rates.add(row.at);
  }

  #onLink(state) {
    if (state.name === "closed") return;
    const was = this.link.name;
    this.link = state;
    if (state.name === "live" && was !== "live") this.#announce("Connected.");
    // A stream does not say whose it is.
    if (state.name === "live" && state.transport === "sse" && this.#pass.current) this.isGuarded = true;
    if (state.name === "waiting" && was !== "waiting") this.#announce("Connection lost. Trying again.");
    if (state.name === "refused" && state.code) return this.#onDoor(state.code, state.reason);
    if (state.name === "refused") this.#announce(`The server refused: ${state.reason}`);
    this.#changed();
  }

  #onMessage(message) {
    const at = clockOf(message.timestamp);
    if (at !== null && ["connection_established", "heartbeat"].includes(message.type)) this.#skew = at - this.#now();
    if (message.type === "authenticated") {
      this.isGuarded = true;
      this.isEnding = false;
      this.#changed();
    }
    if (message.type === "token_expiring") {
      this.isGuarded = true;
      this.isEnding = true;
      this.#announce("Your token ends soon. Paste a fresh one to go on.");
      this.#changed();
    }
    if (message.type === "health_check") {
      const { status, components } = message.data ?? {};
      const isUnwell = ([, part]) => (part?.status ?? part) !== "healthy";
      const parts = Object.entries(components ?? {}).filter(isUnwell).map(([name]) => name);
      this.health = { status: String(status), parts };
      this.#changed();
    }
  }

  /** Counts the events of the last hour that are older than the rows, as far as a few pages reach. */
  async #countLastHour(signal) {
    const from = this.now() - HOUR;
    let before = this.model.oldestId;
    try {
      for (let i = 0; i < COUNT_PAGES_MAX && this.rates.knownFrom > from && before; i++) {
        const query = { ...this.#wish(), order: "desc", limit: COUNT_PAGE, before, signal };
        const { events } = await this.#herald.history(query);
        if (signal.aborted) return;
        for (const event of events) {
          const row = rowOf(event);
          if (this.#isAskedFor(row)) this.rates.add(row.at);
        }
        const isEnd = events.length < COUNT_PAGE;
        before = events.at(-1)?.event_id;
        this.rates.coverFrom(isEnd ? 0 : nextMinute(events.at(-1).timestamp * 1000));
        this.#changed();
      }
    } catch (error) {
      // The minutes that were not read stay without a figure, which the plot shows.
      if (!signal.aborted) this.#announce(`Part of the last hour could not be counted: ${error.message}`);
    }
  }

  /** Whether the log has events before the oldest row shown. */
  get hasOlder() {
    return (this.#paused ?? this.model).hasOlder;
  }

  get canLoadOlder() {
    return this.hasOlder && this.rows.length < ROWS_MAX_WITH_OLDER;
  }

  /** Brings rows from before the oldest one that is shown. */
  async older() {
    const before = this.rows.find((row) => row.kind === "event")?.id;
    if (this.isLoadingOlder || !before || !this.canLoadOlder) return;
    this.isLoadingOlder = true;
    this.#changed();
    const { signal } = this.#abort;
    try {
      const { events } = await this.#herald.history({ ...this.#wish(), order: "desc", limit: PAGE, before, signal });
      if (signal.aborted) return;
      const rows = events.map(rowOf).reverse();
      const shown = rows.filter(this.#isAskedFor);
      const hasOlder = events.length === PAGE;
      // While paused, what is shown may be older than all that the model still holds.
      if (this.model.oldestId === before) this.model.unshift(shown, hasOlder);
      if (this.#paused) Object.assign(this.#paused, { rows: [...shown, ...this.#paused.rows], hasOlder });
    } catch (error) {
      if (!signal.aborted) this.#announce(`Older events could not be read: ${error.message}`);
    } finally {
      this.isLoadingOlder = false;
      this.#changed();
    }
  }

  /** Narrows to types and project (asked of the server) or text (looked for in the rows). */
  narrow(change) {
    const isServers = "types" in change || "project" in change;
    this.filter = { ...this.filter, ...change };
    this.#isAskedFor = matcher({ ...this.filter, text: "" });
    if (isServers) this.start();
    else this.#changed();
  }

  pause() {
    if (!this.#paused) this.#freeze();
    this.#announce("Paused. Events are still received.");
    this.#changed();
  }

  #freeze() {
    this.#paused = { rows: this.model.frozen(), added: this.model.added, hasOlder: this.model.hasOlder };
  }

  resume() {
    const came = this.unseen;
    this.#paused = null;
    this.#announce(`Resumed with ${came} new events.`);
    this.#changed();
  }

  retryNow() {
    if (this.history === "failed") this.start();
    else this.#subscription?.retryNow();
  }

  #wish() {
    const { types, project } = this.filter;
    return { types: types.length ? types : undefined, project: project || undefined };
  }

  #stop() {
    clearTimeout(this.#retry);
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#subscription?.close();
    this.#subscription = null;
  }
}

/** The first whole minute after a time. */
function nextMinute(millis) {
  return (Math.floor(millis / 60_000) + 1) * 60_000;
}

/** Servers may tell the time in seconds or as RFC 3339. */
function clockOf(timestamp) {
  if (typeof timestamp === "number") return timestamp * 1000;
  const millis = Date.parse(timestamp);
  return Number.isNaN(millis) ? null : millis;
}
