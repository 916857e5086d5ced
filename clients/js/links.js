// One connection of one transport. A link carries messages until it ends, and knows nothing of retries.
//
//   open(wish, hooks) → { close(), send(message)? }
//   wish   { base, after, types, project, rooms, conflate, token }
//   hooks  { onMessage(message), onEnd({ reason, fatal }) }   onEnd exactly once

/** Close codes after which the same request cannot succeed: forbidden. */
const FORBIDDEN = 4403;
/** A server that neither accepts nor refuses within this many milliseconds is taken as failed. */
const OPEN_MILLIS_MAX = 5_000;
/** Longest line of a stream, in characters: an event is at most 1 MiB of JSON. */
const LINE_CHARS_MAX = 4 * 1024 * 1024;

export function openWebSocket(wish, hooks, { WebSocket, timers }) {
  const url = new URL("api/v1/dashboard/ws", wish.base);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  if (wish.token) url.searchParams.set("token", wish.token);
  const socket = new WebSocket(url.href);
  let ended = false;
  const end = (reason, fatal = false) => {
    if (ended) return;
    ended = true;
    timers.clearTimeout(patience);
    socket.onmessage = socket.onclose = null;
    // Closing a socket that is still opening would write an error to the console: it may open first.
    socket.onopen = () => socket.close();
    if (socket.readyState !== 0) socket.close();
    hooks.onEnd({ reason, fatal });
  };
  const patience = timers.setTimeout(() => end("WebSocket did not open in time"), OPEN_MILLIS_MAX);
  socket.onopen = () => {
    timers.clearTimeout(patience);
    socket.send(JSON.stringify(subscribeMessage(wish)));
  };
  socket.onmessage = ({ data }) => {
    const message = parse(data);
    if (message) hooks.onMessage(message);
  };
  // `error` is always followed by `close`, which says more; Node's `ws` throws if nobody listens.
  socket.onerror = () => {};
  socket.onclose = ({ code, reason }) =>
    end(`WebSocket closed (${code}${reason ? ` ${reason}` : ""})`, code === FORBIDDEN);
  return {
    close: () => end("closed by the client"),
    send: (message) => socket.readyState === 1 && socket.send(JSON.stringify(message)),
  };
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
  const end = (reason, fatal = false) => {
    if (ended) return;
    ended = true;
    timers.clearTimeout(patience);
    abort.abort();
    hooks.onEnd({ reason, fatal });
  };
  const patience = timers.setTimeout(() => end("event stream did not open in time"), OPEN_MILLIS_MAX);
  const read = async () => {
    const response = await fetch(url, { headers, cache: "no-store", signal: abort.signal });
    timers.clearTimeout(patience);
    if (!response.ok) {
      const problem = parse(await response.text());
      return end(problem?.detail ?? `event stream refused (${response.status})`, isFatal(response.status));
    }
    await readStream(response.body, (data) => {
      const message = parse(data);
      if (message && !ended) hooks.onMessage(message);
    });
    end("event stream ended");
  };
  read().catch((error) => end(`event stream failed: ${error.message}`));
  return { close: () => end("closed by the client") };
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
