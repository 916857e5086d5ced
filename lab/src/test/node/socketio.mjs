// socket.io-client as the tests use it: connected sockets that close with their test.
import assert from "node:assert/strict";
import { io } from "socket.io-client";
import { base, collector, next, token, WAIT_MILLIS } from "./herald.mjs";

export const WAYS = { websocket: ["websocket"], polling: ["polling"], upgrade: ["polling", "websocket"] };

/** A socket that has not connected yet; it ends with the test. */
export function socketOf(test, namespace, options = {}) {
  const socket = io((options.url ?? base) + namespace, {
    forceNew: true,
    reconnectionDelay: 20,
    reconnectionDelayMax: 200,
    auth: { token: token({ projects: ["*"] }) },
    ...options,
  });
  test.after(() => socket.disconnect());
  return socket;
}

/** A connected one. */
export async function connected(test, namespace, options) {
  const socket = socketOf(test, namespace, options);
  await new Promise((resolve, reject) => {
    socket.once("connect", () => {
      socket.off("connect_error", reject);
      resolve();
    });
    socket.once("connect_error", reject);
  });
  return socket;
}

/** The answer to a command. */
export const ask = (socket, name, body) => socket.timeout(WAIT_MILLIS).emitWithAck(name, body);

export async function subscribed(socket, room, more = {}) {
  const ack = await ask(socket, "subscribe", { room, ...more });
  assert.deepEqual(ack, { status: "success", room });
}

/** The steps that the socket hears from now on. */
export function stepsOf(socket) {
  const heard = collector();
  socket.on("custom.step", (event) => heard.add(event));
  return heard;
}

export const transportOf = (socket) => socket.io.engine.transport.name;

export async function untilTransport(socket, name) {
  const engine = socket.io.engine;
  if (engine.transport.name !== name) await next(engine, "upgrade");
  assert.equal(engine.transport.name, name);
}
