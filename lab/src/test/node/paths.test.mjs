// Every transport over another way to the server: TLS, or a reverse proxy.
import assert from "node:assert/strict";
import http from "node:http";
import { test } from "node:test";
import { EventSource } from "eventsource";
import WebSocket from "ws";
import { base, collector, next, publish, steps, token, upTo } from "./herald.mjs";
import { connected, stepsOf, subscribed, untilTransport, WAYS } from "./socketio.mjs";

const COUNT = 2_000;

for (const [way, transports] of Object.entries(WAYS)) {
  test(`Socket.IO by ${way} hears everything once and in order`, async (t) => {
    const project = `path-${way}`;
    const socket = await connected(t, "/ws", { transports });
    const heard = stepsOf(socket);
    await subscribed(socket, `project:${project}`);
    for (let from = 0; from < COUNT; from += 500) await publish(project, from, 500);
    await heard.until(COUNT);
    assert.deepEqual(steps(heard.events), upTo(COUNT));
    await untilTransport(socket, transports.at(-1));
  });
}

test("a plain WebSocket hears everything once and in order", async (t) => {
  const socket = new WebSocket(`${base.replace("http", "ws")}/ws?token=${token({ projects: ["plain"] })}`);
  t.after(() => socket.terminate());
  const heard = collector();
  const confirmed = new Promise((resolve) => {
    socket.on("message", (text) => {
      const message = JSON.parse(text);
      if (message.event_id) heard.add(message);
      else if (message.type === "subscription_confirmed") resolve();
    });
  });
  await next(socket, "open");
  socket.send(JSON.stringify({ type: "subscribe", project_id: "plain" }));
  await confirmed;
  await publish("plain", 0, COUNT);
  await heard.until(COUNT);
  assert.deepEqual(steps(heard.events), upTo(COUNT));
});

test("an event stream hears everything once and in order, and at once", async (t) => {
  const source = new EventSource(`${base}/sse?project_id=stream&token=${token({ projects: ["stream"] })}`);
  t.after(() => source.close());
  const [heard, begun] = [collector(), collector()];
  source.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    (message.event_id ? heard : begun).add(message);
  };
  // A proxy that keeps small answers to itself would keep these.
  await begun.until(1);
  await publish("stream", 0, 1);
  await heard.until(1);
  await publish("stream", 1, COUNT);
  await heard.until(COUNT + 1);
  assert.deepEqual(steps(heard.events), upTo(COUNT + 1));
});

if (process.env.HERALD_BEHIND) {
  test("the server knows the client's address, not the proxy's", async (t) => {
    const address = "127.0.0.2";
    const stream = http.get(`${base}/sse?token=${token({ sub: "afar" })}`, { localAddress: address });
    t.after(() => stream.destroy());
    const [response] = await next(stream, "response");
    await next(response, "data");
    const headers = { Authorization: `Bearer ${token({ sub: "root", roles: ["admin"] })}` };
    const answer = await fetch(`${base}/api/v1/sse/connections`, { headers });
    assert.equal(answer.status, 200);
    const { connections } = await answer.json();
    assert.deepEqual(connections.map((connection) => connection.remote_address), [address]);
  });
}
