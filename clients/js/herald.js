// Herald client for browsers and Node 20 or later: no dependency, no build.
// The wire contract is docs/protocol.md; the numbers in brackets are its sections.

import { ORIGIN, Subscription } from "./subscription.js";

export { BACKOFF_MILLIS, BACKOFF_MILLIS_MAX, backoffMillis, comparePositions } from "./subscription.js";
export { ORIGIN, Subscription };

/** Events asked for at once where a connection has to catch up. */
const HISTORY_PAGE = 500;

/** A request that the server did not accept. `problem` is the RFC 9457 body where there was one. */
export class HeraldError extends Error {
  constructor(message, status, problem) {
    super(message);
    this.name = "HeraldError";
    this.status = status;
    this.problem = problem;
  }
}

export class Herald {
  #base;
  #world;

  /**
   * @param {object} [options]
   * @param {string} [options.url] the server; in a browser, where the page came from
   * @param {string | ((why: string) => (string | undefined | Promise<string | undefined>))} [options.token] the token
   *     (6), or who has a fresh one: asked before each connection and request, `why` being connect, request, expiring
   *     (60 s before the end of the last) or refused
   * @param options.WebSocket a constructor for Node before 22, such as the one of `ws`; null for SSE only
   * @param options.fetch, options.random, options.now, options.timers given by tests
   */
  constructor(options = {}) {
    const { url = globalThis.location?.href, token } = options;
    if (!url) throw new TypeError("Herald needs the server's url, such as http://127.0.0.1:8000");
    this.#base = new URL("/", url).href;
    this.#world = {
      token: typeof token === "function" ? async (why) => token(why) : async () => token,
      canRenew: typeof token === "function",
      newest: async () => (await this.history({ order: "desc", limit: 1 })).events[0]?.event_id ?? ORIGIN,
      WebSocket: options.WebSocket === undefined ? globalThis.WebSocket : options.WebSocket,
      fetch: options.fetch ?? ((...request) => globalThis.fetch(...request)),
      random: options.random ?? Math.random,
      now: options.now ?? Date.now,
      timers: options.timers ?? {
        setTimeout: (...a) => setTimeout(...a),
        clearTimeout: (t) => clearTimeout(t),
        setInterval: (...a) => setInterval(...a),
        clearInterval: (t) => clearInterval(t),
      },
    };
  }

  /**
   * Delivers every matching event after `after`, each once and in order, whatever happens to connections (2, 3).
   * Without `after`, from the moment of the first confirmation.
   *
   * @param {{types?: string[], project?: string, rooms?: string[], conflate?: boolean, after?: string}} wish
   * @param {{onEvent: Function, onGap?: Function, onState?: Function, onMessage?: Function}} hooks `onMessage` hears
   *     what is no event of the log: heartbeats, the server's own health, confirmations
   */
  subscribe(wish, hooks) {
    return new Subscription({ ...wish, base: this.#base }, hooks, this.#world);
  }

  /** The address of the server. */
  get base() {
    return this.#base;
  }

  /** The token as it is now. @param why connect, request, expiring or refused */
  tokenFor(why) {
    return this.#world.token(why);
  }

  /**
   * Asks for the state of projects, or for a change of it (8): `get("projects/shop")`, `ask("PATCH", "projects/shop", …)`.
   * The answer is what the server's JSON says; a refusal is a HeraldError.
   */
  async ask(method, path, body, { signal, version } = {}) {
    const headers = {};
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (version !== undefined) headers["If-Match"] = `"${version}"`;
    const init = { method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body) };
    const response = await this.#request(new URL(`api/v1/${path}`, this.#base), init);
    return response.status === 204 ? null : response.json();
  }

  get(path, options) {
    return this.ask("GET", path, undefined, options);
  }

  /**
   * What a subscription with this wish would have delivered after a position, a page of it: `{ events, gap, isLast }`.
   * Rooms cannot be asked for.
   */
  async historyOf({ project, types }, after) {
    const query = { event_types: types?.join(","), after, limit: HISTORY_PAGE };
    const body = await (await this.#request(this.#url("api/v1/events", query), {})).json();
    const events = body.events.filter(({ project_id: of }) => !project || of === null || of === project);
    const gap = body.gap && { requested: body.gap.requested, oldestAvailable: body.gap.oldest_available };
    // A page with nothing for this wish is not the last while the log goes on.
    if (events.length === 0 && body.next_after) return this.historyOf({ project, types }, body.next_after);
    return { events, gap: gap ?? null, isLast: !body.next_after };
  }

  /**
   * A page of history (4): `{ events, nextAfter }`. `after` and `before` are exclusive, an id or RFC 3339 time; `text`
   * looks for a text in what events say. A page may end before `limit`: `nextAfter` says from where to go on, as `after`
   * or, where the order is `desc`, as `before`; it is null at the end.
   */
  async history({ project, types, text, after, before, limit, order, signal } = {}) {
    const query = { project_id: project, event_types: types?.join(","), q: text, after, before, limit, order };
    const body = await (await this.#request(this.#url("api/v1/events", query), { signal })).json();
    return { events: body.events, nextAfter: body.next_after ?? null };
  }

  /**
   * Figures and names of the log (4), as far as the token may read: `{ asOf, minutes: [{ at, events }], projects, types,
   * isPartial }`, `at` in epoch milliseconds, `events` null where it is not known. All events up to `asOf` are counted
   * and none after it, so that a subscription from there on goes on counting. Null where the server is too old for it.
   */
  async summary({ project, types, minutes, signal } = {}) {
    const url = this.#url("api/v1/events/summary", { project_id: project, event_types: types?.join(","), minutes });
    let body;
    try {
      body = await (await this.#request(url, { signal })).json();
    } catch (error) {
      // To an older server this is the address of an event, with an id that is none.
      if (error.status === 404 || (error.status === 400 && error.problem?.title === "Invalid event id")) return null;
      throw error;
    }
    return {
      asOf: body.as_of,
      minutes: body.minutes.map(({ at, events }) => ({ at: Date.parse(at), events })),
      projects: body.projects,
      types: body.types,
      isPartial: body.is_partial,
    };
  }

  /** One event as the text that the server keeps: numbers have digits that JavaScript's would lose. */
  async eventText(id, { signal } = {}) {
    const url = new URL(`api/v1/events/${encodeURIComponent(id)}`, this.#base);
    return (await this.#request(url, { signal })).text();
  }

  /** Publishes one event and returns its id when it is durable. A key makes a retry safe for 24 h. */
  async publish(event, { idempotencyKey, signal } = {}) {
    const headers = { "Content-Type": "application/json" };
    if (idempotencyKey) headers["Idempotency-Key"] = idempotencyKey;
    const url = new URL("api/v1/events", this.#base);
    const response = await this.#request(url, { method: "POST", headers, body: JSON.stringify(event), signal });
    return (await response.json()).event_id;
  }

  #url(path, query) {
    const url = new URL(path, this.#base);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== null && value !== "") url.searchParams.set(name, value);
    }
    return url;
  }

  /** Refused for its token, it is made once more where there is another. */
  async #request(url, init) {
    const token = await this.#world.token("request");
    let response = await this.#send(url, init, token);
    if (response.status === 401 && this.#world.canRenew) {
      const other = await this.#world.token("refused");
      if (other && other !== token) response = await this.#send(url, init, other);
    }
    if (response.ok) return response;
    const isProblem = response.headers.get("Content-Type")?.includes("json");
    const problem = isProblem ? await response.json() : null;
    const what = `${init.method ?? "GET"} ${url.pathname} answered ${response.status}`;
    throw new HeraldError(problem?.detail ? `${what}: ${problem.detail}` : what, response.status, problem);
  }

  #send(url, { headers, ...init }, token) {
    const shown = token ? { Authorization: `Bearer ${token}` } : {};
    return this.#world.fetch(url, { ...init, headers: { ...headers, ...shown }, cache: "no-store" });
  }
}
