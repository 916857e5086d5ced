// One connection of one transport. A link carries messages until it ends, and knows nothing of retries.
//
//   open(wish, hooks) → { close(), authenticate(token), send(message)? }
//   wish   { base, after, types, project, rooms, conflate, token }
//   hooks  { onMessage(message), onEnd({ reason, fatal, code }) }   onEnd exactly once; `code` where it was the token
//
// A token never stands in an address, which logs and histories keep: it travels in a message or a header.

/** Close codes: after the first the same request cannot succeed; the others are about the token. */
const FORBIDDEN = 4403;
const POLICY = 1008;
const EXPIRED = 4401;
/** The answer of a server without keys to a token. */
export const NO_TOKENS = "AUTH_NOT_CONFIGURED";
/** A server that neither accepts nor refuses within this many milliseconds is taken as failed. */
const OPEN_MILLIS_MAX = 5_000;
/** Between two readings of the history that found nothing new, and how much is read at once. */
const POLL_MILLIS = 2_000;
const POLL_PAGE = 500;
/** Longest line of a stream, in characters: an event is at most 1 MiB of JSON. */
const LINE_CHARS_MAX = 4 * 1024 * 1024;

export function openWebSocket(wish, hooks, { WebSocket, timers }) {
  const url = new URL("api/v1/dashboard/ws", wish.base);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(url.href);
  let ended = false;
  let asked = false;
  const send = (message) => socket.readyState === 1 && socket.send(JSON.stringify(message));
  const authenticate = (token) => send({ type: "authenticate", token });
  const ask = () => {
    asked = true;
    send(subscribeMessage(wish));
  };
  const end = (reason, { fatal = false, code } = {}) => {
    if (ended) return;
    ended = true;
    timers.clearTimeout(patience);
    socket.onmessage = socket.onclose = null;
    // Closing a socket that is still opening would write an error to the console: it may open first.
    socket.onopen = () => socket.close();
    if (socket.readyState !== 0) socket.close();
    hooks.onEnd({ reason, fatal, code });
  };
  const patience = timers.setTimeout(() => end("WebSocket did not open in time"), OPEN_MILLIS_MAX);
  socket.onopen = () => {
    timers.clearTimeout(patience);
    if (wish.token) authenticate(wish.token);
    else ask();
  };
  socket.onmessage = ({ data }) => {
    const message = parse(data);
    if (!message) return;
    // A server without keys has no use for a token, and takes the wish without one.
    if (!asked && (message.type === "authenticated" || message.code === NO_TOKENS)) ask();
    hooks.onMessage(message);
  };
  // `error` is always followed by `close`, which says more; Node's `ws` throws if nobody listens.
  socket.onerror = () => {};
  socket.onclose = ({ code, reason }) =>
    end(`WebSocket closed (${code}${reason ? ` ${reason}` : ""})`, {
      fatal: code === FORBIDDEN,
      code: tokenCode(code, wish.token),
    });
  return { close: () => end("closed by the client"), send, authenticate };
}

/** What a close says of the token; undefined where it says nothing. */
function tokenCode(close, token) {
  if (close === EXPIRED) return "TOKEN_EXPIRED";
  if (close === POLICY) return token ? "AUTH_FAILED" : "AUTH_MISSING";
  return undefined;
}

function subscribeMessage({ types, project, rooms, after, conflate }) {
  const message = { type: "subscribe" };
  if (types?.length) message.event_types = types;
  if (project) message.project_id = project;
  if (rooms?.length) message.rooms = rooms;
  if (after) message.last_event_id = after;
  if (conflate) message.conflate = true;
  return message;
}

/**
 * Reads the stream with fetch rather than EventSource: one retry policy for both transports, a token in a header
 * instead of the address, the status of a refusal, and it works in Node.
 */
export function openEventStream(wish, hooks, { fetch, timers }) {
  const url = new URL("api/v1/sse/events", wish.base);
  if (wish.types?.length) url.searchParams.set("event_types", wish.types.join(","));
  if (wish.project) url.searchParams.set("project_id", wish.project);
  if (wish.rooms?.length) url.searchParams.set("rooms", wish.rooms.join(","));
  if (wish.conflate) url.searchParams.set("conflate", "true");
  const headers = { Accept: "text/event-stream" };
  if (wish.after) headers["Last-Event-ID"] = wish.after;
  if (wish.token) headers.Authorization = `Bearer ${wish.token}`;
  const abort = new AbortController();
  let ended = false;
  let connection = null;
  const end = (reason, { fatal = false, code, isSilent = false } = {}) => {
    if (ended) return;
    ended = true;
    timers.clearTimeout(patience);
    abort.abort();
    hooks.onEnd({ reason, fatal, code, isSilent });
  };
  const patience = timers.setTimeout(() => end("event stream did not open in time", { isSilent: true }), OPEN_MILLIS_MAX);
  const read = async () => {
    const response = await fetch(url, { headers, cache: "no-store", signal: abort.signal });
    if (!response.ok) {
      timers.clearTimeout(patience);
      const problem = parse(await response.text());
      const refused = wish.token ? "AUTH_FAILED" : "AUTH_MISSING";
      return end(problem?.detail ?? `event stream refused (${response.status})`, {
        fatal: isFatal(response.status),
        code: response.status === 401 ? refused : undefined,
      });
    }
    await readStream(response.body, (data) => {
      const message = parse(data);
      if (!message || ended) return;
      // A proxy may let the answer begin and then keep it to itself: the first message says that it does not.
      timers.clearTimeout(patience);
      if (message.type === "connection_established") connection = message.connection_id;
      hooks.onMessage(message);
    });
    end("event stream ended");
  };
  read().catch((error) => end(`event stream failed: ${error.message}`));
  /** The stream cannot be spoken to: a request names it. */
  const authenticate = async (token) => {
    const address = new URL("api/v1/sse/authenticate", wish.base);
    address.searchParams.set("connection_id", connection);
    const { signal } = abort;
    const init = { method: "POST", headers: { Authorization: `Bearer ${token}` }, cache: "no-store", signal };
    const response = await fetch(address, init);
    if (!response.ok) throw new Error(`the new token was refused (${response.status})`);
  };
  return { close: () => end("closed by the client"), authenticate };
}

/**
 * Asks for the history again and again, where nothing that stays open gets through. Events come with a delay, and none
 * is missing. Rooms cannot be asked for.
 */
export function openPolling(wish, hooks, { fetch, timers }) {
  const abort = new AbortController();
  let ended = false;
  let after = wish.after;
  let { token } = wish;
  const end = (reason, { fatal = false, code } = {}) => {
    if (ended) return;
    ended = true;
    abort.abort();
    hooks.onEnd({ reason, fatal, code });
  };
  const pause = () => new Promise((resolve) => timers.setTimeout(resolve, POLL_MILLIS));
  const read = async () => {
    for (let isFirst = true; !ended; isFirst = false) {
      const url = new URL("api/v1/events", wish.base);
      url.searchParams.set("after", after);
      url.searchParams.set("limit", String(POLL_PAGE));
      if (wish.types?.length) url.searchParams.set("event_types", wish.types.join(","));
      const headers = token ? { Authorization: `Bearer ${token}` } : {};
      const response = await fetch(url, { headers, cache: "no-store", signal: abort.signal });
      const body = parse(await response.text());
      if (!response.ok) {
        const code = response.status === 401 ? (token ? "AUTH_FAILED" : "AUTH_MISSING") : undefined;
        return end(body?.detail ?? `history refused (${response.status})`, { fatal: isFatal(response.status), code });
      }
      if (ended) return undefined;
      if (isFirst) hooks.onMessage({ type: "connection_established" });
      if (body.gap) hooks.onMessage({ type: "gap", ...body.gap });
      for (const event of body.events) {
        after = event.event_id;
        if (!wish.project || event.project_id === null || event.project_id === wish.project) hooks.onMessage(event);
      }
      after = body.next_after ?? after;
      if (!body.next_after) {
        hooks.onMessage({ type: "heartbeat", last_event_id: after });
        await pause();
      }
    }
    return undefined;
  };
  read().catch((error) => end(`history failed: ${error.message}`));
  return {
    close: () => end("closed by the client"),
    authenticate: async (fresh) => {
      token = fresh;
    },
  };
}

/** A request that was wrong or forbidden stays so; too many, too early or unauthenticated may change. */
function isFatal(status) {
  return status >= 400 && status < 500 && ![401, 408, 425, 429].includes(status);
}

/** Splits a byte stream into the `data` of its events (WHATWG HTML, 9.2.6), lines ending in CR, LF or both. */
export async function readStream(body, onData) {
  const decoder = new TextDecoder();
  let rest = "";
  let data = [];
  const reader = body.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += decoder.decode(value, { stream: true });
    // A CR at the very end may be half of a CRLF: it waits for what follows.
    const held = rest.endsWith("\r") ? "\r" : "";
    const lines = rest.slice(0, rest.length - held.length).split(/\r\n|\n|\r/);
    rest = lines.pop() + held;
    if (rest.length > LINE_CHARS_MAX) throw new Error(`a line above ${LINE_CHARS_MAX} characters`);
    for (const line of lines) {
      if (line === "") {
        if (data.length) onData(data.join("\n"));
        data = [];
      } else if (line === "data") {
        data.push("");
      } else if (line.startsWith("data:")) {
        data.push(line.slice(line[5] === " " ? 6 : 5));
      }
    }
  }
}

/** The object in a text, or null for anything else: one bad message is no reason to end a link. */
function parse(text) {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === "object" ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
