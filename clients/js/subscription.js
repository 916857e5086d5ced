// A subscription outlives its connections: it opens a link, and when that ends another, from the last position.
//
//   connecting ──confirmed──▶ live ──link ends──▶ waiting ──delay or retryNow()──▶ connecting
//       any ──close()──▶ closed        connecting ──refused for good──▶ refused
//
// A token that was refused, or has ended, is not shown again: the next attempt needs another, or is the last.
//
// What cannot happen: two links at a time; an event delivered whose position is not after the last one delivered.

import { NO_TOKENS, openEventStream, openPolling, openWebSocket } from "./links.js";

/** Before every event: `after: ORIGIN` asks for all that the server keeps. */
export const ORIGIN = "0-0";
/** First and longest wait between attempts, in milliseconds, before jitter. */
export const BACKOFF_MILLIS = 500;
export const BACKOFF_MILLIS_MAX = 30_000;
/** A connection that lasted this long was a good one: the next failure starts from the first wait. */
const GOOD_MILLIS = 10_000;
/** Where a WebSocket has worked, this many failures in a row before a stream is tried: a server that restarts is no proxy. */
const FAILURES_BEFORE_STREAM = 3;
/** The client says something this often, so that the server knows that it is there (it closes after 300 s). */
const PING_MILLIS = 25_000;
/** The server says something every 30 s; silence for longer means that the connection is dead. */
const SILENCE_MILLIS_MAX = 75_000;

/** A fresh token that could not be had before the old one ends is asked for again after this long. */
const RENEW_MILLIS = 10_000;
/** Errors before the confirmation that pass by themselves. */
const PASSING = ["RATE_LIMITED"];
const WORDS = {
  AUTH_MISSING: "the server wants a token",
  AUTH_FAILED: "the server does not take the token",
  TOKEN_EXPIRED: "the token has expired",
};

/** The wait after a number of failures in a row: doubling, bounded, and between half and all of it by chance. */
export function backoffMillis(failures, random) {
  const whole = Math.min(BACKOFF_MILLIS_MAX, BACKOFF_MILLIS * 2 ** Math.min(failures, 16));
  return Math.round(whole * (0.5 + random() / 2));
}

/** Orders two positions, `<epoch milliseconds>-<sequence>`, as numbers. */
export function comparePositions(a, b) {
  const [aMillis, aSequence] = a.split("-").map(Number);
  const [bMillis, bSequence] = b.split("-").map(Number);
  return aMillis - bMillis || aSequence - bSequence;
}

export class Subscription {
  #wish;
  #hooks;
  #world;
  #link = null;
  #wake = null;
  #timer = null;
  #heardAt = 0;
  #confirmed = false;
  #socketWorked = false;
  #refusal = null;
  #failures = 0;
  #repeated = 0;
  /** After a gap the next position counts even if it is lower: the log may be another one, such as a restored backup. */
  #startsAnew = false;
  /** The token shown last, why it may not be shown again (null: it may), and another that was given since. */
  #token;
  #spent = null;
  #fresh;
  #renewal = null;
  #state = { name: "connecting", transport: "websocket", attempt: 0 };

  constructor(wish, hooks, world) {
    this.#wish = wish;
    this.#hooks = hooks;
    this.#world = world;
    this.#run();
  }

  /**
   * `{ name: connecting|live|waiting|refused|closed, transport, attempt, retryAt?, reason?, code? }`; `code` is
   * AUTH_MISSING, AUTH_FAILED or TOKEN_EXPIRED where the token was the reason.
   */
  get state() {
    return this.#state;
  }

  /** Everything up to here was delivered (or it started there): what another subscription resumes from. */
  get lastEventId() {
    return this.#wish.after ?? null;
  }

  /** Events that arrived at or before the last position and so were not delivered again. Zero on a sound server. */
  get repeated() {
    return this.#repeated;
  }

  /** Ends the current wait. Nothing happens in any other state. */
  retryNow() {
    this.#wake?.();
  }

  /** There is a fresh token: the live connection goes on with it. Without one, nothing happens. */
  renewToken() {
    if (this.#confirmed && this.#link) this.#renew();
  }

  close() {
    if (this.#isOver()) return;
    this.#become({ name: "closed" });
    this.#link?.close();
    this.#wake?.();
  }

  async #run() {
    const { now, random, WebSocket } = this.#world;
    while (!this.#isOver()) {
      const startedAt = now();
      let end = null;
      this.#confirmed = false;
      if (WebSocket) end = await this.#attempt("websocket", openWebSocket);
      if (this.#confirmed) this.#socketWorked = true;
      const isStreamDue = !this.#socketWorked || this.#failures >= FAILURES_BEFORE_STREAM;
      if (!this.#confirmed && isStreamDue && !this.#isOver() && !end?.fatal && !end?.code) {
        end = await this.#attempt("sse", openEventStream);
        // A proxy that lets through neither: the history is asked again and again. It knows nothing of rooms.
        const isStreamKeptBack = !this.#confirmed && !this.#isOver() && !end.fatal && !end.code && end.isSilent;
        if (isStreamKeptBack && !this.#wish.rooms?.length) end = await this.#attempt("polling", openPolling);
      }
      if (this.#isOver()) return;
      if (end.fatal) return this.#become({ name: "refused", reason: end.reason, code: end.code });
      // With a fresh token the next attempt may hold: it is asked for at once, the attempt itself waits its turn.
      if (end.code && !(await this.#hasAnother(end))) return;
      if (this.#confirmed && now() - startedAt >= GOOD_MILLIS) this.#failures = 0;
      const delay = backoffMillis(this.#failures++, random);
      this.#become({ name: "waiting", reason: end.reason, attempt: this.#failures, retryAt: now() + delay });
      await this.#pause(delay);
    }
  }

  /** Whether there is a token that was not refused; if not, it ends. A failure to get one is no answer. */
  async #hasAnother(end) {
    this.#spent = { code: end.code, reason: end.reason, fatal: false };
    try {
      this.#fresh = await this.#world.token("refused");
    } catch {
      return true; // It needs the network that may be away. The next attempt asks again, and tells the reason.
    }
    if (this.#isOver()) return false;
    if (this.#isAnother(this.#fresh)) return true;
    this.#become({ name: "refused", reason: `${WORDS[end.code]}: ${end.reason}`, code: end.code });
    return false;
  }

  #isAnother(token) {
    return Boolean(token) && token !== this.#token;
  }

  /** Resolves when the link has ended. */
  async #attempt(transport, open) {
    const { timers, now, token, newest } = this.#world;
    this.#confirmed = false;
    this.#startsAnew = false;
    this.#refusal = null;
    this.#become({ name: "connecting", transport, attempt: this.#failures });
    let wish;
    try {
      const shown = this.#fresh ?? (await token(this.#spent ? "refused" : "connect"));
      if (this.#spent && !this.#isAnother(shown)) return this.#spent;
      this.#token = shown;
      this.#spent = null;
      this.#fresh = undefined;
      // A stream does not tell where it began; without that, an end before the first event would leave a hole.
      if (transport !== "websocket") this.#wish.after ??= await newest();
      wish = { ...this.#wish, token: shown };
    } catch (error) {
      // These need the network that may be away: this attempt failed, the next may not.
      const code = error.status !== 401 ? undefined : this.#token ? "AUTH_FAILED" : "AUTH_MISSING";
      return { reason: error.message, fatal: false, code };
    }
    if (this.#isOver()) return { reason: "closed by the client", fatal: false };
    this.#heardAt = now();
    let beat = null;
    const end = await new Promise((resolve) => {
      this.#link = open(wish, { onMessage: (m) => this.#onMessage(m, transport), onEnd: resolve }, this.#world);
      beat = timers.setInterval(() => this.#onBeat(), PING_MILLIS);
    });
    timers.clearInterval(beat);
    timers.clearTimeout(this.#renewal);
    this.#link = null;
    return this.#refusal ?? end;
  }

  #onBeat() {
    if (this.#world.now() - this.#heardAt > SILENCE_MILLIS_MAX) this.#link.close();
    else this.#link.send?.({ type: "ping" });
  }

  #onMessage(message, transport) {
    this.#heardAt = this.#world.now();
    if (this.#isOver()) return;
    if (message.event_id !== undefined) return this.#onEvent(message);
    switch (message.type) {
      case "connection_established":
        // The stream's subscription is in its address: it stands when the stream does.
        if (transport !== "websocket") this.#onConfirmed(transport);
        break;
      case "subscription_confirmed":
        // A server whose log is empty has no position to tell.
        this.#wish.after ??= message.last_event_id ?? ORIGIN;
        this.#onConfirmed(transport);
        break;
      case "gap":
        this.#startsAnew = true;
        this.#hooks.onGap?.({ requested: message.requested, oldestAvailable: message.oldest_available });
        break;
      case "heartbeat":
      case "pong":
        // What was not for us passed by, and need not be asked for when we come back.
        if (this.#confirmed && message.last_event_id) this.#passTo(message.last_event_id);
        break;
      case "token_expiring":
        this.#renew();
        break;
      case "error":
        this.#onError(message);
        break;
    }
    this.#hooks.onMessage?.(message);
  }

  #onError({ code, message }) {
    if (code === NO_TOKENS) return;
    const isToken = code === "AUTH_MISSING" || code === "AUTH_FAILED";
    if (!this.#confirmed) {
      const fatal = !isToken && !PASSING.includes(code);
      this.#refusal = { reason: message ?? code, fatal, code: isToken ? code : undefined };
      this.#link.close();
    } else if (isToken) {
      // The fresh token was refused; the one before it still holds.
      this.#renewLater();
    }
  }

  /** Shows a fresh token on the live link. While there is none, it asks again until the link ends. */
  async #renew() {
    const link = this.#link;
    this.#world.timers.clearTimeout(this.#renewal);
    try {
      const token = await this.#world.token("expiring");
      if (link !== this.#link) return;
      if (this.#isAnother(token)) {
        await link.authenticate(token);
        this.#token = token;
        return;
      }
    } catch {
      // Nothing is lost yet: the old token holds a little longer, and the end of the link has a reason that is told.
    }
    if (link === this.#link) this.#renewLater();
  }

  #renewLater() {
    const { timers } = this.#world;
    timers.clearTimeout(this.#renewal);
    if (this.#world.canRenew) this.#renewal = timers.setTimeout(() => this.#renew(), RENEW_MILLIS);
  }

  #onConfirmed(transport) {
    this.#confirmed = true;
    this.#become({ name: "live", transport });
  }

  #onEvent(event) {
    // Before the answer to `subscribe` a position would skip what is still to be replayed.
    if (!this.#confirmed) return;
    const { after } = this.#wish;
    if (after !== undefined && !this.#startsAnew && comparePositions(event.event_id, after) <= 0) {
      this.#repeated++;
      return;
    }
    this.#wish.after = event.event_id;
    this.#startsAnew = false;
    this.#hooks.onEvent(event);
  }

  #passTo(position) {
    const { after } = this.#wish;
    if (after === undefined || this.#startsAnew || comparePositions(position, after) > 0) this.#wish.after = position;
  }

  #pause(millis) {
    return new Promise((resolve) => {
      this.#timer = this.#world.timers.setTimeout(resolve, millis);
      this.#wake = () => {
        this.#world.timers.clearTimeout(this.#timer);
        resolve();
      };
    }).then(() => {
      this.#wake = null;
    });
  }

  #isOver() {
    return this.#state.name === "closed" || this.#state.name === "refused";
  }

  #become(state) {
    this.#state = { transport: this.#state.transport, attempt: 0, ...state };
    this.#hooks.onState?.(this.#state);
  }
}
