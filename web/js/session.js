// Everything the page knows and does, without a line of what it looks like: history, subscription, filter, pause.
// It calls `changed()` whenever there is something new to draw, as often as it likes.

import { LastHour } from "./hour.js";
import { justAfter, matcher, Model, ROWS_MAX_WITH_OLDER, rowOf, searcher, together } from "./model.js";

/** Events fetched for the rows at the start, and with each "older". */
export const PAGE = 200;
/** Requests at most for one search: each looks at many events, and says how far it came. */
const SEARCH_PAGES_MAX = 10;
/** A text is looked for when nobody has typed for so long. */
const TYPING_MILLIS = 250;
/** Characters that are looked for. */
export const TEXT_LENGTH_MAX = 200;
/** Names kept for the filter's choices: those that the server lists, and as many that come live. */
const NAMES_MAX = 2_000;
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
  #heard;
  #missed;
  #failures = 0;
  /** The moment of the past that is looked from; then nothing is subscribed to. */
  #moment = null;
  /** The server's filter by project lets events of no project pass; this page's does not. */
  #isAskedFor = () => true;
  #says = () => true;
  #retry = null;
  #typing = null;
  #skew = 0;
  #hour;
  #paused = null;

  filter = { types: [], project: "", text: "" };
  model = new Model();
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
   * @param heard is told each event that comes live, whatever the filter by text
   * @param missed is told when events may not have come: after a gap, and when the connection is live again
   */
  constructor({ herald, pass, origin, backoff, now, changed, announce, heard = () => {}, missed = () => {} }) {
    this.#herald = herald;
    this.#heard = heard;
    this.#missed = missed;
    this.#pass = pass;
    this.origin = origin;
    this.#backoff = backoff;
    this.#now = now;
    this.#changed = changed;
    this.#announce = announce;
    this.#hour = new LastHour((query) => herald.summary({ ...this.#wish(), ...query }), announce);
  }

  get rates() {
    return this.#hour.rates;
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
    return together(this.rows.filter(matcher(this.filter)));
  }

  /** Until when the search has looked back, where it has not come to the beginning; else null. */
  get searchedUntil() {
    const { olderBefore } = this.#paused ?? this.model;
    return this.filter.text && olderBefore ? Number.parseInt(olderBefore, 10) : null;
  }

  /**
   * Has the server count, reads the history before the newest event that was counted, and subscribes from there on:
   * nothing between the three is missed or doubled.
   */
  async start() {
    this.#stop();
    const { signal } = this.#abort;
    this.history = "loading";
    this.failure = null;
    this.#changed();
    let page;
    let tip;
    let summary;
    try {
      if (this.#moment === null) {
        summary = await this.#hour.ask(signal);
        tip = summary?.asOf ?? (await this.#newest(signal));
      }
      page = await this.#read(this.#before(tip), signal);
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
    this.#reset(page);
    this.#hour.begin(summary, this.now());
    for (const project of summary?.projects ?? []) this.#name({ project });
    for (const type of summary?.types ?? []) this.#name({ type });
    this.history = "ready";
    if (this.#moment === null) this.#subscribe(tip);
    this.#changed();
  }

  /** Before what the history is read; undefined where there is nothing that came after it. */
  #before(tip) {
    if (this.#moment === null) return tip === this.origin ? undefined : justAfter(tip);
    return /^\d+-\d+$/.test(this.#moment) ? justAfter(this.#moment) : this.#moment;
  }

  /** Looks from a moment of the past, a position or RFC 3339; null for the present, which goes on without a hole. */
  travel(moment) {
    if (moment === this.#moment) return;
    this.#moment = moment;
    this.start();
  }

  async #newest(signal) {
    return (await this.#herald.history({ order: "desc", limit: 1, signal })).events[0]?.event_id ?? this.origin;
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
    this.#hour.begin(null, this.now());
    this.projects = new Set();
    this.types = new Set();
    this.health = null;
    this.filter = { types: [], project: "", text: "" };
    this.#isAskedFor = () => true;
    this.#says = () => true;
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

  /**
   * Events before a position that match the filter, newest first: a page of them, or fewer where it took too many
   * requests to find more. `nextAfter` is from where to go on; null at the beginning of the log.
   */
  async #read(before, signal) {
    const events = [];
    let next = before;
    for (let i = 0; i < SEARCH_PAGES_MAX; i++) {
      const limit = PAGE - events.length;
      const wish = { ...this.#wish(), text: this.filter.text || undefined, order: "desc", limit, before: next, signal };
      const page = await this.#herald.history(wish);
      events.push(...page.events);
      next = page.nextAfter;
      if (next === null || events.length >= PAGE || signal.aborted) break;
    }
    return { events, nextAfter: next };
  }

  #reset({ events, nextAfter }) {
    this.model = new Model();
    for (const row of events.map(rowOf).reverse()) {
      this.#name(row);
      this.model.push(row);
    }
    this.model.olderBefore = nextAfter;
    if (this.#paused) this.#freeze();
  }

  #subscribe(after) {
    this.#subscription = this.#herald.subscribe(
      { ...this.#wish(), after },
      {
        onEvent: (event) => {
          this.#heard(event);
          this.#take(event);
          this.#changed();
        },
        onGap: (gap) => {
          this.model.pushGap(gap, this.now());
          const { from, to } = this.model.rows.at(-1);
          this.#hour.afterGap(from, to, this.#abort.signal).then(this.#changed);
          this.#missed();
          this.#announce("Some events are no longer kept by the server: there is a gap.");
          this.#changed();
        },
        onState: (state) => this.#onLink(state),
        onMessage: (message) => this.#onMessage(message),
      },
    );
  }

  #name({ project, type }) {
    if (this.projects.size < NAMES_MAX && project) this.projects.add(project);
    if (this.types.size < NAMES_MAX && type) this.types.add(type);
  }

  #take(event) {
    const row = Object.assign(rowOf(event), { cameAt: this.now() });
    this.#name(row);
    if (!this.#isAskedFor(row)) return;
    this.#hour.count(row);
    if (this.#says(event)) this.model.push(row);
  }

  #onLink(state) {
    if (state.name === "closed") return;
    const was = this.link.name;
    this.link = state;
    if (state.name === "live" && was !== "live") {
      this.#missed();
      this.#announce("Connected.");
    }
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

  /** Whether the log has events before the oldest row shown. */
  get hasOlder() {
    return (this.#paused ?? this.model).olderBefore !== null;
  }

  get canLoadOlder() {
    return this.hasOlder && this.rows.length < ROWS_MAX_WITH_OLDER;
  }

  /** Brings rows from before the oldest one that is shown. */
  async older() {
    const before = (this.#paused ?? this.model).olderBefore;
    if (this.isLoadingOlder || !before || !this.canLoadOlder) return;
    this.isLoadingOlder = true;
    this.#changed();
    const { signal } = this.#abort;
    try {
      const { events, nextAfter } = await this.#read(before, signal);
      if (signal.aborted) return;
      const shown = events.map(rowOf).reverse().filter(this.#isAskedFor);
      // While paused, what is shown may be older than all that the model still holds.
      if (this.model.olderBefore === before) this.model.unshift(shown, nextAfter);
      if (this.#paused) {
        Object.assign(this.#paused, { rows: [...shown, ...this.#paused.rows], olderBefore: nextAfter });
      }
    } catch (error) {
      if (!signal.aborted) this.#announce(`Older events could not be read: ${error.message}`);
    } finally {
      this.isLoadingOlder = false;
      this.#changed();
    }
  }

  /** Narrows to types, a project and a text: all are asked of the server, the text when nobody types any more. */
  narrow(change) {
    const isTyped = !("types" in change || "project" in change);
    this.filter = { ...this.filter, ...change };
    this.#isAskedFor = matcher(this.filter);
    this.#says = searcher(this.filter.text);
    clearTimeout(this.#typing);
    if (!isTyped) return this.start();
    this.history = "loading";
    this.#typing = setTimeout(() => this.start(), TYPING_MILLIS);
    this.#changed();
  }

  pause() {
    if (!this.#paused) this.#freeze();
    this.#announce("Paused. Events are still received.");
    this.#changed();
  }

  #freeze() {
    this.#paused = { rows: this.model.frozen(), added: this.model.added, olderBefore: this.model.olderBefore };
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
    clearTimeout(this.#typing);
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#subscription?.close();
    this.#subscription = null;
  }
}

/** Servers may tell the time in seconds or as RFC 3339. */
function clockOf(timestamp) {
  if (typeof timestamp === "number") return timestamp * 1000;
  const millis = Date.parse(timestamp);
  return Number.isNaN(millis) ? null : millis;
}
