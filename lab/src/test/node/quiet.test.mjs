// Quiet sessions: what others are told pushes the last event that they heard out of the log, and nothing was missed.
// The server that HERALD_URL names keeps 100 events; it looks every minute whether there are more.
import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { EventSource } from "eventsource";
import WebSocket from "ws";
import { base, collector, network, next, publishLines, token, WAIT_MILLIS } from "./herald.mjs";
import { connected, stepsOf, subscribed, untilTransport, WAYS } from "./socketio.mjs";

const PROJECT = "quiet";
const TRIM_MILLIS_MAX = 90_000;
const step = (project, number) => ({ type: "custom.step", project_id: project, data: { step: number } });
const shown = () => `token=${token({ projects: ["*"] })}`;

async function webSocket(lastEventId) {
  const socket = new WebSocket(`${base.replace("http", "ws")}/ws?${shown()}`);
  const heard = collector();
  const beats = collector();
  const confirmed = new Promise((resolve) => {
    socket.on("message", (text) => {
      const message = JSON.parse(text);
      if (message.event_id) heard.add(message);
      else if (message.type === "heartbeat" && message.last_event_id) beats.add(message);
      else if (message.type === "subscription_confirmed") resolve(message);
    });
  });
  await once(socket, "open");
  socket.send(JSON.stringify({ type: "subscribe", rooms: [`project:${PROJECT}`], last_event_id: lastEventId }));
  return { socket, heard, beats, answer: await confirmed };
}

/** An event stream, the network of which can be taken away. */
function eventSource() {
  const heard = collector();
  const beats = collector();
  const gaps = [];
  const shownIds = [];
  let cut;
  const source = new EventSource(`${base}/sse?rooms=project:${PROJECT}&${shown()}`, {
    fetch: async (url, init) => {
      shownIds.push(init.headers["Last-Event-ID"]);
      const response = await fetch(url, init);
      const reader = response.body.getReader();
      const body = new ReadableStream({
        start(controller) {
          let isCut = false;
          cut = () => {
            isCut = true;
            controller.error(new Error("the network is gone"));
          };
          const pump = () => reader.read().then(({ done, value }) => {
            if (isCut) return reader.cancel();
            if (done) return controller.close();
            controller.enqueue(value);
            return pump();
          }, () => {});
          pump();
        },
      });
      return { body, url: response.url, status: response.status, redirected: false, headers: response.headers };
    },
  });
  source.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.event_id) heard.add(message);
    else if (message.type === "heartbeat") beats.add(message);
    else if (message.type === "gap") gaps.push(message);
  };
  return { source, heard, beats, gaps, shownIds, cut: () => cut() };
}

/** Passed over by `beats` heartbeats from now on. */
const beaten = (client, beats) => client.beats.until(client.beats.events.length + beats);

/** The log has lost the event: who comes back from it is told of a gap. */
async function untilTrimmedPast(id) {
  const end = Date.now() + TRIM_MILLIS_MAX;
  for (;;) {
    const { socket, answer } = await webSocket(id);
    socket.terminate();
    if (!answer.recovered) return;
    assert.ok(Date.now() < end, "the log has lost what they heard last");
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

test("who was there all the time comes back without a gap", { timeout: TRIM_MILLIS_MAX + 2 * WAIT_MILLIS }, async (t) => {
  const net = await network();
  t.after(() => net.close());
  const sockets = [];
  for (const transports of Object.values(WAYS)) {
    const socket = await connected(t, "/ws", { transports, url: net.url });
    await subscribed(socket, `project:${PROJECT}`);
    await untilTransport(socket, transports.at(-1));
    sockets.push({ socket, heard: stepsOf(socket) });
  }
  const plain = await webSocket();
  t.after(() => plain.socket.terminate());
  const stream = eventSource();
  t.after(() => stream.source.close());
  await beaten(stream, 1);

  const others = Array.from({ length: 1_000 }, (_, i) => step("others", i));
  const [first] = await publishLines([step(PROJECT, 0), ...others]);
  for (const client of [...sockets, plain, stream]) await client.heard.until(1);
  await Promise.all([...sockets.map(async ({ socket }) => {
    // The answer to one ping is there when the next one comes.
    await next(socket.io.engine, "ping");
    await next(socket.io.engine, "ping");
  }), beaten(plain, 2), beaten(stream, 2)]);

  await untilTrimmedPast(first);

  plain.socket.terminate();
  const back = await webSocket(plain.beats.events.at(-1).last_event_id);
  t.after(() => back.socket.terminate());
  assert.equal(back.answer.recovered, true);

  const gone = sockets.map(({ socket }) => next(socket, "disconnect"));
  net.down();
  await Promise.all(gone);
  const connections = sockets.map(({ socket }) => next(socket, "connect"));
  net.up();
  await Promise.all(connections);
  for (const { socket } of sockets) assert.equal(socket.recovered, true, socket.io.engine.transport.name);

  stream.cut();
  await next({ once: (name, then) => stream.source.addEventListener(name, then, { once: true }) }, "open");
  assert.notEqual(stream.shownIds.at(-1), first);

  await publishLines([step(PROJECT, 1)]);
  for (const client of [...sockets, stream]) {
    await client.heard.until(2);
    assert.deepEqual(client.heard.events.map((event) => event.data.step), [0, 1]);
  }
  await back.heard.until(1);
  assert.equal(back.heard.events[0].data.step, 1);
  assert.deepEqual(stream.gaps, []);
});
